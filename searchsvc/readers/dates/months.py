"""What the months are called in each language: as written in a date, standing alone, and shortened.

The names follow CLDR, with further spellings that newspapers use. Twelve groups, ``|`` between them; ``_`` stands for a
blank inside of a name. Case, accents and a point at the end do not matter.
"""

from __future__ import annotations

GREGORIAN: dict[str, str] = {
    "en": "january jan | february feb | march mar | april apr | may | june jun | july jul | august aug"
    " | september sep sept | october oct | november nov | december dec",
    "de": "januar jan jänner jänn | februar feb feber | märz mär mrz maerz | april apr | mai | juni jun | juli jul"
    " | august aug | september sept sep | oktober okt | november nov | dezember dez",
    "fr": "janvier janv jan | février févr fév | mars mar | avril avr | mai | juin | juillet juil juill | août"
    " | septembre sept sep | octobre oct | novembre nov | décembre déc",
    "es": "enero ene | febrero feb | marzo mar | abril abr | mayo may | junio jun | julio jul | agosto ago"
    " | septiembre sept sep setiembre set | octubre oct | noviembre nov | diciembre dic",
    "pt": "janeiro jan | fevereiro fev | março mar | abril abr | maio mai | junho jun | julho jul | agosto ago"
    " | setembro set | outubro out | novembro nov | dezembro dez",
    "it": "gennaio gen | febbraio feb | marzo mar | aprile apr | maggio mag | giugno giu | luglio lug | agosto ago"
    " | settembre set sett | ottobre ott | novembre nov | dicembre dic",
    "ca": "gener gen | febrer febr | març | dabril dabr abril abr | maig | juny | juliol jul | dagost dag agost ag"
    " | setembre set | doctubre doct octubre oct | novembre nov | desembre des",
    "gl": "xaneiro xan | febreiro feb | marzo mar | abril abr | maio | xuño | xullo xul | agosto ago"
    " | setembro set | outubro out | novembro nov | decembro dec",
    "ro": "ianuarie ian | februarie feb | martie mar | aprilie apr | mai | iunie iun | iulie iul | august aug"
    " | septembrie sept sep | octombrie oct | noiembrie nov noiem | decembrie dec",
    "nl": "januari jan | februari feb | maart mrt | april apr | mei | juni jun | juli jul | augustus aug"
    " | september sep | oktober okt | november nov | december dec",
    "af": "januarie jan | februarie feb | maart mrt | april apr | mei | junie jun | julie jul | augustus aug"
    " | september sep | oktober okt | november nov | desember des",
    "sv": "januari jan | februari feb febr | mars | april apr | maj | juni | juli | augusti aug"
    " | september sep sept | oktober okt | november nov | december dec",
    "da": "januar jan | februar feb | marts mar | april apr | maj | juni jun | juli jul | august aug"
    " | september sep sept | oktober okt | november nov | december dec",
    "nb": "januar jan | februar feb | mars mar | april apr | mai | juni jun | juli jul | august aug"
    " | september sep | oktober okt | november nov | desember des",
    "is": "janúar jan | febrúar feb | mars mar | apríl apr | maí | júní jún | júlí júl | ágúst ágú | september sep"
    " | október okt | nóvember nóv | desember des",
    "fi": "tammikuuta tammi tammikuu tammik | helmikuuta helmi helmikuu helmik"
    " | maaliskuuta maalis maaliskuu maalisk | huhtikuuta huhti huhtikuu huhtik | toukokuuta touko toukokuu toukok"
    " | kesäkuuta kesä kesäkuu kesäk | heinäkuuta heinä heinäkuu heinäk | elokuuta elo elokuu elok"
    " | syyskuuta syys syyskuu syysk | lokakuuta loka lokakuu lokak | marraskuuta marras marraskuu marrask"
    " | joulukuuta joulu joulukuu jouluk",
    "et": "jaanuar jaan | veebruar veebr | märts | aprill apr | mai | juuni | juuli | august aug | september sept"
    " | oktoober okt | november nov | detsember dets",
    "lv": "janvāris janv janvārī | februāris febr februārī | marts martā | aprīlis apr aprīlī | maijs maijā"
    " | jūnijs jūn jūnijā | jūlijs jūl jūlijā | augusts aug augustā | septembris sept septembrī"
    " | oktobris okt oktobrī | novembris nov novembrī | decembris dec decembrī",
    "lt": "sausio saus sausis | vasario vas vasaris | kovo kov kovas | balandžio bal balandis | gegužės geg gegužė"
    " | birželio birž birželis | liepos liep liepa | rugpjūčio rugp rugpjūtis | rugsėjo rugs rugsėjis"
    " | spalio spal spalis | lapkričio lapkr lapkritis | gruodžio gruod gruodis",
    "pl": "stycznia sty styczeń | lutego lut luty | marca mar marzec | kwietnia kwi kwiecień | maja maj"
    " | czerwca cze czerwiec | lipca lip lipiec | sierpnia sie sierpień | września wrz wrzesień"
    " | października paź październik | listopada lis listopad | grudnia gru grudzień",
    "cs": "ledna led leden | února úno únor | března bře březen | dubna dub duben | května kvě květen"
    " | června čvn červen | července čvc červenec | srpna srp srpen | září zář | října říj říjen"
    " | listopadu lis listopad | prosince pro prosinec",
    "sk": "januára jan január | februára feb február | marca mar marec | apríla apr apríl | mája máj | júna jún"
    " | júla júl | augusta aug august | septembra sep september | októbra okt október | novembra nov november"
    " | decembra dec december",
    "sl": "januar jan januarja | februar feb februarja | marec mar marca | april apr aprila | maj maja"
    " | junij jun junija | julij jul julija | avgust avg avgusta | september sep septembra | oktober okt oktobra"
    " | november nov novembra | december dec decembra",
    "hr": "siječnja sij siječanj | veljače velj veljača | ožujka ožu ožujak | travnja tra travanj"
    " | svibnja svi svibanj | lipnja lip lipanj | srpnja srp srpanj | kolovoza kol kolovoz | rujna ruj rujan"
    " | listopada lis listopad | studenoga stu studeni | prosinca pro prosinac",
    "bs": "januar jan јануар јан januara | februar feb фебруар феб februara | mart mar март мар marta"
    " | april apr април апр aprila | maj мај maja | juni jun јуни јун juna | juli jul јули јул jula"
    " | august aug аугуст ауг augusta | septembar sep септембар сеп septembra | oktobar okt октобар окт oktobra"
    " | novembar nov новембар нов novembra | decembar dec децембар дец decembra",
    "sr": "јануар јан januar jan јануара januara | фебруар феб februar feb фебруара februara"
    " | март мар mart mar марта marta | април апр april apr априла aprila | мај maj маја maja | јун jun јуна juna"
    " | јул jul јула jula | август авг avgust avg августа avgusta"
    " | септембар сеп septembar sep септембра septembra | октобар окт oktobar okt октобра oktobra"
    " | новембар нов novembar nov новембра novembra | децембар дец decembar dec децембра decembra",
    "mk": "јануари јан | февруари фев | март мар | април апр | мај | јуни јун | јули јул | август авг"
    " | септември сеп | октомври окт | ноември ное | декември дек",
    "bg": "януари яну | февруари фев | март | април апр | май | юни | юли | август авг | септември сеп"
    " | октомври окт | ноември ное | декември дек",
    "ru": "января янв январь | февраля февр февраль фев | марта мар март | апреля апр апрель | мая май"
    " | июня июн июнь | июля июл июль | августа авг август | сентября сент сентябрь сен | октября окт октябрь"
    " | ноября нояб ноябрь ноя | декабря дек декабрь",
    "uk": "січня січ січень | лютого лют лютий | березня бер березень | квітня квіт квітень | травня трав травень"
    " | червня черв червень | липня лип липень | серпня серп серпень | вересня вер вересень | жовтня жовт жовтень"
    " | листопада лист листопад | грудня груд грудень",
    "be": "студзеня сту студзень | лютага лют люты | сакавіка сак сакавік | красавіка кра красавік | мая май"
    " | чэрвеня чэр чэрвень | ліпеня ліп ліпень | жніўня жні жнівень | верасня вер верасень"
    " | кастрычніка кас кастрычнік | лістапада ліс лістапад | снежня сне снежань",
    "hu": "január jan | február febr | március márc | április ápr | május máj | június jún | július júl"
    " | augusztus aug | szeptember szept | október okt | november nov | december dec",
    "el": "ιανουαρίου ιαν ιανουάριος | φεβρουαρίου φεβ φεβρουάριος | μαρτίου μαρ μάρτιος | απριλίου απρ απρίλιος"
    " | μαΐου μαΐ μάιος | ιουνίου ιουν ιούνιος | ιουλίου ιουλ ιούλιος | αυγούστου αυγ αύγουστος"
    " | σεπτεμβρίου σεπ σεπτέμβριος | οκτωβρίου οκτ οκτώβριος | νοεμβρίου νοε νοέμβριος"
    " | δεκεμβρίου δεκ δεκέμβριος",
    "tr": "ocak oca | şubat şub | mart mar | nisan nis | mayıs may | haziran haz | temmuz tem | ağustos ağu"
    " | eylül eyl | ekim eki | kasım kas | aralık ara",
    "az": "yanvar yan | fevral fev | mart mar | aprel apr | may | iyun iyn | iyul iyl | avqust avq | sentyabr sen"
    " | oktyabr okt | noyabr noy | dekabr dek",
    "kk": "қаңтар қаң | ақпан ақп | наурыз нау | сәуір сәу | мамыр мам | маусым мау | шілде шіл | тамыз там"
    " | қыркүйек қыр | қазан қаз | қараша қар | желтоқсан жел",
    "uz": "yanvar yan | fevral fev | mart mar | aprel apr | may | iyun iyn | iyul iyl | avgust avg | sentabr sen"
    " | oktabr okt | noyabr noy | dekabr dek",
    "ky": "январь янв | февраль фев | март мар | апрель апр | май | июнь июн | июль июл | август авг"
    " | сентябрь сен | октябрь окт | ноябрь ноя | декабрь дек",
    "sq": "janar jan | shkurt shk | mars mar | prill pri | maj | qershor qer | korrik korr | gusht gush"
    " | shtator sht | tetor tet | nëntor nën | dhjetor dhj",
    "hy": "հունվարի հնվ հունվար | փետրվարի փտվ փետրվար | մարտի մրտ մարտ | ապրիլի ապր ապրիլ | մայիսի մյս մայիս"
    " | հունիսի հնս հունիս | հուլիսի հլս հուլիս | օգոստոսի օգս օգոստոս | սեպտեմբերի սեպ սեպտեմբեր"
    " | հոկտեմբերի հոկ հոկտեմբեր | նոյեմբերի նոյ նոյեմբեր | դեկտեմբերի դեկ դեկտեմբեր",
    "ka": "იანვარი იან | თებერვალი თებ | მარტი მარ | აპრილი აპრ | მაისი მაი | ივნისი ივნ | ივლისი ივლ"
    " | აგვისტო აგვ | სექტემბერი სექ | ოქტომბერი ოქტ | ნოემბერი ნოე | დეკემბერი დეკ",
    "ga": "eanáir ean | feabhra feabh | márta | aibreán aib | bealtaine beal | meitheamh meith | iúil | lúnasa lún"
    " | meán_fómhair mfómh | deireadh_fómhair dfómh | samhain samh | nollaig noll",
    "mt": "jannar jan | frar fra | marzu mar | april apr | mejju mej | ġunju ġun | lulju lul | awwissu aww"
    " | settembru set | ottubru ott | novembru nov | diċembru diċ",
    "he": "ינואר בינואר ינו בינו | פברואר בפברואר פבר בפבר | מרץ במרץ | אפריל באפריל אפר באפר | מאי במאי"
    " | יוני ביוני | יולי ביולי | אוגוסט באוגוסט אוג באוג | ספטמבר בספטמבר ספט בספט | אוקטובר באוקטובר אוק באוק"
    " | נובמבר בנובמבר נוב בנוב | דצמבר בדצמבר דצמ בדצמ",
    "ar": "يناير كانون_الثاني جانفي كانون_ثاني | فبراير شباط فيفري | مارس آذار | أبريل نيسان أفريل | مايو أيار ماي"
    " | يونيو حزيران جوان | يوليو تموز جويلية يوليوز | أغسطس آب أوت غشت | سبتمبر أيلول شتنبر سبتنبر"
    " | أكتوبر تشرين_الأول تشرين_أول | نوفمبر تشرين_الثاني نونبر تشرين_ثاني | ديسمبر كانون_الأول دجنبر كانون_أول",
    "fa": "ژانویهٔ جنوری جنو | فوریهٔ فبروری | مارس مارچ | آوریل اپریل | مهٔ می | ژوئن جون | ژوئیهٔ جولای جول ژویه"
    " | اوت اگست آگوست | سپتامبر سپتمبر | اکتبر اکتوبر | نوامبر نومبر | دسامبر دسمبر دسم",
    "ur": "جنوری | فروری | مارچ | اپریل | مئی | جون | جولائی | اگست | ستمبر | اکتوبر | نومبر | دسمبر",
    "hi": "जनवरी जन॰ | फ़रवरी फ़र॰ | मार्च | अप्रैल | मई | जून | जुलाई जुल॰ | अगस्त अग॰ | सितंबर सित॰"
    " | अक्टूबर अक्टू॰ | नवंबर नव॰ | दिसंबर दिस॰",
    "bn": "জানুয়ারী জানু | ফেব্রুয়ারী ফেব | মার্চ | এপ্রিল এপ্রি | মে | জুন | জুলাই জুল | আগস্ট আগ"
    " | সেপ্টেম্বর সেপ | অক্টোবর অক্টো | নভেম্বর নভে | ডিসেম্বর ডিসে",
    "ta": "ஜனவரி ஜன | பிப்ரவரி பிப் | மார்ச் மார் | ஏப்ரல் ஏப் | மே | ஜூன் | ஜூலை | ஆகஸ்ட் ஆக | செப்டம்பர் செப்"
    " | அக்டோபர் அக் | நவம்பர் நவ | டிசம்பர் டிச",
    "te": "జనవరి జన | ఫిబ్రవరి ఫిబ్ర | మార్చి | ఏప్రిల్ ఏప్రి | మే | జూన్ | జులై | ఆగస్టు ఆగ | సెప్టెంబర్ సెప్టెం"
    " | అక్టోబర్ అక్టో | నవంబర్ నవం | డిసెంబర్ డిసెం",
    "ml": "ജനുവരി ജനു | ഫെബ്രുവരി ഫെബ്രു | മാർച്ച് മാർ | ഏപ്രിൽ ഏപ്രി | മേയ് | ജൂൺ | ജൂലൈ | ഓഗസ്റ്റ് ഓഗ"
    " | സെപ്റ്റംബർ സെപ്റ്റം | ഒക്‌ടോബർ ഒക്ടോ | നവംബർ നവം | ഡിസംബർ ഡിസം",
    "mr": "जानेवारी जाने | फेब्रुवारी फेब्रु | मार्च | एप्रिल एप्रि | मे | जून | जुलै | ऑगस्ट ऑग | सप्टेंबर सप्टें"
    " | ऑक्टोबर ऑक्टो | नोव्हेंबर नोव्हें | डिसेंबर डिसें",
    "gu": "જાન્યુઆરી જાન્યુ | ફેબ્રુઆરી ફેબ્રુ | માર્ચ | એપ્રિલ | મે | જૂન | જુલાઈ | ઑગસ્ટ | સપ્ટેમ્બર સપ્ટે"
    " | ઑક્ટોબર ઑક્ટો | નવેમ્બર નવે | ડિસેમ્બર ડિસે",
    "pa": "ਜਨਵਰੀ ਜਨ | ਫ਼ਰਵਰੀ ਫ਼ਰ | ਮਾਰਚ | ਅਪ੍ਰੈਲ ਅਪ੍ਰੈ | ਮਈ | ਜੂਨ | ਜੁਲਾਈ ਜੁਲਾ | ਅਗਸਤ ਅਗ | ਸਤੰਬਰ ਸਤੰ | ਅਕਤੂਬਰ ਅਕਤੂ"
    " | ਨਵੰਬਰ ਨਵੰ | ਦਸੰਬਰ ਦਸੰ",
    "kn": "ಜನವರಿ ಜನ | ಫೆಬ್ರವರಿ ಫೆಬ್ರ | ಮಾರ್ಚ್ | ಏಪ್ರಿಲ್ ಏಪ್ರಿ | ಮೇ | ಜೂನ್ | ಜುಲೈ | ಆಗಸ್ಟ್ ಆಗ | ಸೆಪ್ಟೆಂಬರ್ ಸೆಪ್ಟೆಂ"
    " | ಅಕ್ಟೋಬರ್ ಅಕ್ಟೋ | ನವೆಂಬರ್ ನವೆಂ | ಡಿಸೆಂಬರ್ ಡಿಸೆಂ",
    "ne": "जनवरी | फेब्रुअरी | मार्च | अप्रिल | मे | जुन | जुलाई | अगस्ट | सेप्टेम्बर | अक्टोबर | नोभेम्बर | डिसेम्बर",
    "th": "มกราคม ม.ค | กุมภาพันธ์ ก.พ | มีนาคม มี.ค | เมษายน เม.ย | พฤษภาคม พ.ค | มิถุนายน มิ.ย | กรกฎาคม ก.ค"
    " | สิงหาคม ส.ค | กันยายน ก.ย | ตุลาคม ต.ค | พฤศจิกายน พ.ย | ธันวาคม ธ.ค",
    "id": "januari jan | februari feb pebruari | maret mar | april apr | mei | juni jun | juli jul"
    " | agustus agu agt ags | september sep | oktober okt | november nov nopember | desember des",
    "ms": "januari jan | februari feb | mac | april apr | mei | jun | julai jul | ogos ogo | september sep"
    " | oktober okt | november nov | disember dis",
    "fil": "enero ene | pebrero peb | marso mar | abril abr | mayo may | hunyo hun | hulyo hul | agosto ago"
    " | setyembre set | oktubre okt | nobyembre nob | disyembre dis",
    "sw": "januari jan | februari feb | machi mac | aprili apr | mei | juni jun | julai jul | agosti ago"
    " | septemba sep | oktoba okt | novemba nov | desemba des",
    "eu": "urtarrila urtarrilaren urtarrilak urt | otsaila otsailaren otsailak ots"
    " | martxoa martxoaren martxoak mar | apirila apirilaren apirilak api | maiatza maiatzaren maiatzak mai"
    " | ekaina ekainaren ekainak eka | uztaila uztailaren uztailak uzt | abuztua abuztuaren abuztuak abu"
    " | iraila irailaren irailak ira | urria urriaren urriak urr | azaroa azaroaren azaroak aza"
    " | abendua abenduaren abenduak abe",
    "vi": "tháng_một tháng_giêng | tháng_hai | tháng_ba | tháng_tư | tháng_năm | tháng_sáu | tháng_bảy | tháng_tám"
    " | tháng_chín | tháng_mười | tháng_mười_một | tháng_mười_hai tháng_chạp",
    "ast": "xin xineru | feb febreru | mar marzu | dabril abr abril | may mayu | xun xunu | xnt xunetu"
    " | dagostu ago agostu | set setiembre | dochobre och ochobre | pay payares | davientu avi avientu",
    "cy": "ionawr ion | chwefror chwef chw | mawrth maw | ebrill ebr | mai | mehefin meh | gorffennaf gorff gor"
    " | awst | medi | hydref hyd | tachwedd tach | rhagfyr rhag",
    "eo": "januaro jan | februaro feb | marto mar | aprilo apr | majo maj | junio jun | julio jul | aŭgusto aŭg"
    " | septembro sep | oktobro okt | novembro nov | decembro dec",
    "lb": "januar jan | februar feb | mäerz mäe | abrëll abr | mee | juni jun | juli jul | august aug"
    " | september sep | oktober okt | november nov | dezember dez",
    "fo": "januar jan | februar feb | mars mar | apríl apr | mai | juni jun | juli jul | august aug"
    " | september sep | oktober okt | november nov | desember des",
    "fy": "jannewaris jan | febrewaris feb | maart mrt | april apr | maaie mai | juny jun | july jul"
    " | augustus aug | septimber sep | oktober okt | novimber nov | desimber des",
    "km": "មករា | កុម្ភៈ | មីនា | មេសា | ឧសភា | មិថុនា | កក្កដា | សីហា | កញ្ញា | តុលា | វិច្ឆិកា | ធ្នូ",
    "lo": "ມັງກອນ ມ.ກ | ກຸມພາ ກ.ພ | ມີນາ ມ.ນ | ເມສາ ມ.ສ | ພຶດສະພາ ພ.ພ | ມິຖຸນາ ມິ.ຖ | ກໍລະກົດ ກ.ລ | ສິງຫາ ສ.ຫ"
    " | ກັນຍາ ກ.ຍ | ຕຸລາ ຕ.ລ | ພະຈິກ ພ.ຈ | ທັນວາ ທ.ວ",
    "my": "ဇန်နဝါရီ ဇန် | ဖေဖော်ဝါရီ ဖေ | မတ် | ဧပြီ | မေ | ဇွန် | ဇူလိုင် ဇူ | ဩဂုတ် | စက်တင်ဘာ စက် | အောက်တိုဘာ အောက် | နိုဝင်ဘာ နို | ဒီဇင်ဘာ ဒီ",
    "si": "ජනවාරි ජන | පෙබරවාරි පෙබ | මාර්තු මාර් | අප්‍රේල් | මැයි | ජූනි | ජූලි | අගෝස්තු අගෝ | සැප්තැම්බර් සැප්"
    " | ඔක්තෝබර් ඔක් | නොවැම්බර් නොවැ | දෙසැම්බර් දෙසැ",
    "am": "ጃንዋሪ ጃን | ፌብሩዋሪ ፌብ | ማርች | ኤፕሪል ኤፕሪ | ሜይ | ጁን | ጁላይ | ኦገስት ኦገስ | ሴፕቴምበር ሴፕቴ | ኦክቶበር ኦክቶ | ኖቬምበር ኖቬም"
    " | ዲሴምበር ዲሴም",
    "or": "ଜାନୁଆରୀ | ଫେବୃଆରୀ | ମାର୍ଚ୍ଚ | ଅପ୍ରେଲ | ମଇ | ଜୁନ | ଜୁଲାଇ | ଅଗଷ୍ଟ | ସେପ୍ଟେମ୍ବର | ଅକ୍ଟୋବର | ନଭେମ୍ବର | ଡିସେମ୍ବର",
    "as": "জানুৱাৰী জানু | ফেব্ৰুৱাৰী ফেব্ৰু | মাৰ্চ | এপ্ৰিল | মে | জুন | জুলাই | আগষ্ট আগ | ছেপ্তেম্বৰ ছেপ্তে"
    " | অক্টোবৰ অক্টো | নৱেম্বৰ নৱে | ডিচেম্বৰ ডিচে",
    "ps": "جنوري | فبروري فېبروري | مارچ | اپریل | مۍ | جون | جولای | اګست | سېپتمبر سپتمبر | اکتوبر | نومبر | دسمبر",
    "so": "janaayo jan jannaayo | febraayo feb | maarso mar | abriil abr | maayo may | juun jun | luulyo lul"
    " | agosto ogs ogosto | sebtembar seb sebteembar | oktoobar okt | noofeembar nof | diseembar dis",
    "ha": "janairu jan | faburairu fab | maris mar | afirilu afi | mayu may | yuni yun | yuli yul | agusta agu"
    " | satumba sat | oktoba okt | nuwamba nuw | disamba dis",
    "zu": "januwari jan | februwari feb | mashi mas | ephreli eph | meyi mey | juni jun | julayi jul | agasti aga"
    " | septhemba sep | okthoba okt | novemba nov | disemba dis",
    "xh": "janyuwari jan | februwari feb | matshi mat | epreli epr | meyi mey | juni jun | julayi jul | agasti aga"
    " | septemba sept sep | okthobha okt okthoba | novemba nov | disemba dis",
    "yi": "יאַנואַר יאַנ | פֿעברואַר פֿעב | מערץ | אַפּריל אַפּר | מיי | יוני | יולי | אויגוסט אויג"
    " | סעפּטעמבער סעפּ | אקטאבער אקט | נאוועמבער נאוו | דעצעמבער דעצ",
    "tk": "ýanwar ýan | fewral few | mart mar | aprel apr | maý | iýun | iýul | awgust awg | sentýabr sen"
    " | oktýabr okt | noýabr noý | dekabr dek",
}

JALALI: dict[str, str] = {
    "fa": "فروردین فروردین‌ماه | اردیبهشت اردیبهشت‌ماه | خرداد خرداد‌ماه | تیر تیر‌ماه"
    " | مرداد مرداد‌ماه امرداد امرداد‌ماه | شهریور شهریور‌ماه | مهر مهر‌ماه | آبان آبان‌ماه | آذر آذر‌ماه"
    " | دی دی‌ماه | بهمن بهمن‌ماه | اسفند اسفند‌ماه",
    "prs": "حمل | ثور | جوزا | سرطان | اسد | سنبله | میزان | عقرب | قوس | جدی | دلو | حوت",
    "en": "farvardin | ordibehesht | khordad | tir | mordad | shahrivar | mehr | aban | azar | dey | bahman | esfand",
}
"""The solar calendar of Iran and Afghanistan."""

HIJRI: dict[str, str] = {
    "ar": "محرم المحرم | صفر | ربيع_الأول ربيع_أول | ربيع_الآخر ربيع_الثاني ربيع_ثاني"
    " | جمادى_الأولى جمادى_الأول جمادى_أولى جمادي_الأولى | جمادى_الآخرة جمادى_الآخر جمادى_الثانية جمادى_الثاني"
    " | رجب | شعبان | رمضان | شوال | ذو_القعدة ذي_القعدة ذوالقعدة | ذو_الحجة ذي_الحجة ذوالحجة",
    "fa": "| | ربیع‌الاول | ربیع‌الثانی | جمادی‌الاول | جمادی‌الثانی | | | | | ذیقعده ذی‌القعده | ذیحجه ذی‌الحجه",
}
"""The lunar calendar of Islam."""
