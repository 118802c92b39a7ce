"""What the days of the week are called in each language: Monday first, seven groups, as in ``months``."""

from __future__ import annotations

WEEKDAYS: dict[str, str] = {
    "en": "monday mon | tuesday tue tues | wednesday wed weds | thursday thu thur thurs | friday fri | saturday sat"
    " | sunday sun",
    "de": "montag mo | dienstag di die | mittwoch mi | donnerstag do don | freitag fr fre | samstag sa sonnabend |"
    " sonntag so son",
    "fr": "lundi lun | mardi mar | mercredi mer | jeudi jeu | vendredi ven | samedi sam | dimanche dim",
    "es": "lunes lun | martes mar | miércoles mié | jueves jue | viernes vie | sábado sáb | domingo dom",
    "pt": "seg segunda | ter terça | qua quarta | qui quinta | sex sexta | sábado sáb | domingo dom",
    "it": "lunedì lun | martedì mar | mercoledì mer | giovedì gio | venerdì ven | sabato sab | domenica dom",
    "ca": "dilluns dl | dimarts dt | dimecres dc | dijous dj | divendres dv | dissabte ds | diumenge dg",
    "gl": "luns | martes mar | mércores mér | xoves xov | venres ven | sábado sáb | domingo dom",
    "ro": "luni lun | marți mar | miercuri mie | joi | vineri vin | sâmbătă sâm | duminică dum",
    "nl": "maandag ma | dinsdag di | woensdag wo | donderdag do | vrijdag vr | zaterdag za | zondag zo",
    "af": "maandag ma | dinsdag di | woensdag wo | donderdag do | vrydag vr | saterdag sa | sondag so",
    "sv": "måndag mån | tisdag tis | onsdag ons | torsdag tors | fredag fre | lördag lör | söndag sön",
    "da": "mandag man | tirsdag tirs | onsdag ons | torsdag tors | fredag fre | lørdag lør | søndag søn",
    "nb": "mandag man | tirsdag tir tysdag tys | onsdag ons | torsdag tor | fredag fre | lørdag lør laurdag lau |"
    " søndag søn",
    "is": "mánudagur mán | þriðjudagur þri | miðvikudagur mið | fimmtudagur fim | föstudagur fös | laugardagur lau"
    " | sunnudagur sun",
    "fi": "maanantaina ma maanantai | tiistaina ti tiistai | keskiviikkona ke keskiviikko | torstaina to torstai |"
    " perjantaina pe perjantai | lauantaina la lauantai | sunnuntai su",
    "et": "esmaspäev | teisipäev | kolmapäev | neljapäev | reede | laupäev | pühapäev",
    "lv": "pirmdiena pirmd | otrdiena otrd | trešdiena trešd | ceturtdiena ceturtd | piektdiena piektd | sestdiena"
    " sestd | svētdiena svētd",
    "lt": "pirmadienis pr | antradienis an | trečiadienis tr | ketvirtadienis kt | penktadienis pn | šeštadienis št"
    " | sekmadienis sk",
    "pl": "poniedziałek pon | wtorek wt | środa śr środę śro | czwartek czw | piątek pt | sobota sob sobotę |"
    " niedziela niedz niedzielę nd",
    "cs": "pondělí po | úterý út | středa st | čtvrtek čt | pátek pá | sobota so | neděle ne",
    "sk": "pondelok po | utorok ut | streda st | štvrtok št | piatok pi | sobota so | nedeľa ne",
    "sl": "ponedeljek pon | torek tor | sreda sre | četrtek čet | petek pet | sobota sob | nedelja ned",
    "hr": "ponedjeljak pon | utorak uto | srijeda sri | četvrtak čet | petak pet | subota sub | nedjelja ned",
    "bs": "ponedjeljak pon понедјељак пон | utorak uto уторак уто | srijeda sri сриједа сри | četvrtak čet четвртак"
    " чет | petak pet петак пет | subota sub субота суб | nedjelja ned недјеља нед",
    "sr": "понедељак пон ponedeljak pon | уторак уто utorak uto | среда сре sreda sre | четвртак чет četvrtak čet |"
    " петак пет petak pet | субота суб subota sub | недеља нед nedelja ned",
    "mk": "понеделник пон | вторник вто | среда сре | четврток чет | петок пет | сабота саб | недела нед",
    "bg": "понеделник пн | вторник вт | сряда ср | четвъртък чт | петък пт | събота сб | неделя нд",
    "ru": "понедельник пн | вторник вт | среда ср среду | четверг чт | пятница пт пятницу | суббота сб субботу |"
    " воскресенье вс вск",
    "uk": "понеділок пн | вівторок вт | середа ср середу | четвер чт | пятниця пт пятницю | субота сб суботу |"
    " неділя нд неділю",
    "be": "панядзелак пн | аўторак аў | серада ср | чацвер чц | пятніца пт | субота сб | нядзеля нд",
    "hu": "hétfő | kedd | szerda sze | csütörtök cs | péntek | szombat szo | vasárnap",
    "el": "δευτέρα δευ | τρίτη τρί | τετάρτη τετ | πέμπτη πέμ | παρασκευή παρ | σάββατο σάβ | κυριακή κυρ",
    "tr": "pazartesi pzt | salı sal | çarşamba çar | perşembe per | cuma cum | cumartesi cmt | pazar paz",
    "az": "bazar_ertəsi | çərşənbə_axşamı | çərşənbə | cümə_axşamı | cümə | şənbə | bazar",
    "kk": "дүйсенбі дс | сейсенбі сс | сәрсенбі ср | бейсенбі бс | жұма жм | сенбі сб | жексенбі жс",
    "uz": "dushanba dush | seshanba sesh | chorshanba chor | payshanba pay | juma jum | shanba shan | yakshanba yak",
    "ky": "дүйшөмбү дүй | шейшемби шейш | шаршемби шарш | бейшемби бейш | жума | ишемби ишм | жекшемби жек",
    "sq": "e_hënë hën | e_martë mar | e_mërkurë mër | e_enjte enj | e_premte pre | e_shtunë sht | e_diel die",
    "hy": "երկուշաբթի երկ | երեքշաբթի երք | չորեքշաբթի չրք | հինգշաբթի հնգ | ուրբաթ ուր | շաբաթ շբթ | կիրակի կիր",
    "ka": "ორშაბათი ორშ | სამშაბათი სამ | ოთხშაბათი ოთხ | ხუთშაბათი ხუთ | პარასკევი პარ | შაბათი შაბ | კვირა კვი",
    "ga": "dé_luain luan | dé_máirt máirt | dé_céadaoin céad | déardaoin déar | dé_haoine aoine | dé_sathairn sath"
    " | dé_domhnaigh domh",
    "mt": "tnejn tne | tlieta tli | erbgħa erb | ħamis ħam | ġimgħa ġim | sibt sib | ħadd ħad",
    "he": "יום_שני יום_ב | יום_שלישי יום_ג | יום_רביעי יום_ד | יום_חמישי יום_ה | יום_שישי יום_ו | יום_שבת שבת |"
    " יום_ראשון יום_א",
    "ar": "الاثنين | الثلاثاء | الأربعاء | الخميس | الجمعة | السبت | الأحد",
    "fa": "دوشنبه دو_شنبه | سه‌شنبه سه_شنبه | چهارشنبه چهار_شنبه | پنجشنبه پنج_شنبه | جمعه | شنبه | یکشنبه یک_شنبه",
    "ur": "پیر | منگل | بدھ | جمعرات | جمعہ | ہفتہ | اتوار",
    "hi": "सोमवार सोम | मंगलवार मंगल | बुधवार बुध | गुरुवार गुरु | शुक्रवार शुक्र | शनिवार शनि | रविवार रवि",
    "bn": "সোমবার সোম | মঙ্গলবার মঙ্গল | বুধবার বুধ | বৃহস্পতিবার বৃহস্পতি | শুক্রবার শুক্র | শনিবার শনি | রবিবার রবি",
    "ta": "திங்கள் திங் | செவ்வாய் செவ் | புதன் புத | வியாழன் வியா | வெள்ளி வெள் | சனி | ஞாயிறு ஞாயி",
    "te": "సోమవారం సోమ | మంగళవారం మంగళ | బుధవారం బుధ | గురువారం గురు | శుక్రవారం శుక్ర | శనివారం శని | ఆదివారం ఆది",
    "ml": "തിങ്കളാഴ്‌ച തിങ്കൾ | ചൊവ്വാഴ്ച ചൊവ്വ ചൊവ്വാഴ്‌ച | ബുധനാഴ്‌ച ബുധൻ | വ്യാഴാഴ്‌ച വ്യാഴം | വെള്ളിയാഴ്‌ച വെള്ളി | ശനിയാഴ്‌ച ശനി | ഞായറാഴ്‌ച ഞായർ",
    "mr": "सोमवार सोम | मंगळवार मंगळ | बुधवार बुध | गुरुवार गुरु | शुक्रवार शुक्र | शनिवार शनि | रविवार रवि",
    "gu": "સોમવાર સોમ | મંગળવાર મંગળ | બુધવાર બુધ | ગુરુવાર ગુરુ | શુક્રવાર શુક્ર | શનિવાર શનિ | રવિવાર રવિ",
    "pa": "ਸੋਮਵਾਰ ਸੋਮ | ਮੰਗਲਵਾਰ ਮੰਗਲ | ਬੁੱਧਵਾਰ ਬੁੱਧ | ਵੀਰਵਾਰ ਵੀਰ | ਸ਼ੁੱਕਰਵਾਰ ਸ਼ੁੱਕਰ | ਸ਼ਨਿੱਚਰਵਾਰ ਸ਼ਨਿੱਚਰ | ਐਤਵਾਰ ਐਤ",
    "kn": "ಸೋಮವಾರ ಸೋಮ | ಮಂಗಳವಾರ ಮಂಗಳ | ಬುಧವಾರ ಬುಧ | ಗುರುವಾರ ಗುರು | ಶುಕ್ರವಾರ ಶುಕ್ರ | ಶನಿವಾರ ಶನಿ | ಭಾನುವಾರ ಭಾನು",
    "ne": "सोमबार सोम | मङ्गलबार मङ्गल | बुधबार बुध | बिहिबार बिहि | शुक्रबार शुक्र | शनिबार शनि | आइतबार आइत",
    "th": "จันทร์ วันจันทร์ วันจันทร์ที่ | อังคาร วันอังคาร วันอังคารที่ | พุธ วันพุธ วันพุธที่ | พฤหัสบดี"
    " วันพฤหัสบดี วันพฤหัสบดีที่ | ศุกร์ วันศุกร์ วันศุกร์ที่ | เสาร์ วันเสาร์ วันเสาร์ที่ | อาทิตย์ วันอาทิตย์"
    " วันอาทิตย์ที่",
    "id": "senin sen | selasa sel | rabu rab | kamis kam | jumat jum | sabtu sab | minggu min",
    "ms": "isnin isn | selasa sel | rabu rab | khamis kha | jumaat jum | sabtu sab | ahad ahd",
    "fil": "lunes lun | martes mar | miyerkules miy | huwebes huw | biyernes biy | sabado sab | linggo lin",
    "sw": "jumatatu | jumanne | jumatano | alhamisi | ijumaa | jumamosi | jumapili",
    "vi": "thứ_hai | thứ_ba | thứ_tư | thứ_năm | thứ_sáu | thứ_bảy | chủ_nhật",
    "eu": "astelehena | asteartea | asteazkena | osteguna | ostirala | larunbata | igandea",
    "zh": "星期一 周一 週一 礼拜一 禮拜一 | 星期二 周二 週二 礼拜二 禮拜二 | 星期三 周三 週三 礼拜三 禮拜三 |"
    " 星期四 周四 週四 礼拜四 禮拜四 | 星期五 周五 週五 礼拜五 禮拜五 | 星期六 周六 週六 礼拜六 禮拜六 | 星期日"
    " 周日 週日 礼拜日 禮拜日 星期天 礼拜天",
    "ja": "月 月曜日 月曜 | 火 火曜日 火曜 | 水 水曜日 水曜 | 木 木曜日 木曜 | 金 金曜日 金曜 | 土 土曜日 土曜 | 日"
    " 日曜日 日曜",
    "ko": "월 월요일 | 화 화요일 | 수 수요일 | 목 목요일 | 금 금요일 | 토 토요일 | 일 일요일",
    "ast": "llunes llu | martes mar | miércoles mié | xueves xue | vienres vie | sábadu sáb | domingu dom",
    "cy": "dydd_llun llun | dydd_mawrth maw | dydd_mercher mer | dydd_iau iau | dydd_gwener gwen gwe"
    " | dydd_sadwrn sad | dydd_sul sul",
    "eo": "lundo lu | mardo ma | merkredo me | ĵaŭdo ĵa | vendredo ve | sabato sa | dimanĉo di",
    "lb": "méindeg méi | dënschdeg dën | mëttwoch mët | donneschdeg don | freideg fre | samschdeg sam | sonndeg son",
    "fo": "mánadagur mán | týsdagur týs | mikudagur mik | hósdagur hós | fríggjadagur frí | leygardagur ley"
    " | sunnudagur sun",
    "fy": "moandei mo | tiisdei ti | woansdei wo | tongersdei to | freed fr | sneon so | snein si",
    "km": "ច័ន្ទ ចន្ទ | អង្គារ | ពុធ | ព្រហស្បតិ៍ ព្រហ | សុក្រ | សៅរ៍ | អាទិត្យ",
    "lo": "ວັນຈັນ ຈັນ | ວັນອັງຄານ ອັງຄານ | ວັນພຸດ ພຸດ | ວັນພະຫັດ ພະຫັດ | ວັນສຸກ ສຸກ | ວັນເສົາ ເສົາ | ວັນອາທິດ ອາທິດ",
    "my": "တနင်္လာ | အင်္ဂါ | ဗုဒ္ဓဟူး | ကြာသပတေး | သောကြာ | စနေ | တနင်္ဂနွေ",
    "si": "සඳුදා | අඟහරුවාදා අඟහ | බදාදා | බ්‍රහස්පතින්දා බ්‍රහස් | සිකුරාදා සිකු | සෙනසුරාදා සෙන | ඉරිදා",
    "am": "ሰኞ | ማክሰኞ ማክሰ | ረቡዕ | ሐሙስ | ዓርብ | ቅዳሜ | እሑድ",
    "or": "ସୋମବାର ସୋମ | ମଙ୍ଗଳବାର ମଙ୍ଗଳ | ବୁଧବାର ବୁଧ | ଗୁରୁବାର ଗୁରୁ | ଶୁକ୍ରବାର ଶୁକ୍ର | ଶନିବାର ଶନି | ରବିବାର ରବି",
    "as": "সোমবাৰ সোম | মঙ্গলবাৰ মঙ্গল | বুধবাৰ বুধ | বৃহস্পতিবাৰ বৃহ | শুক্ৰবাৰ শুক্ৰ | শনিবাৰ শনি | দেওবাৰ দেও",
    "ps": "دونۍ | درېنۍ | څلرنۍ | پينځنۍ | جمعه | اونۍ | يونۍ",
    "so": "isniin isn | talaado tldo | arbaco arbc | khamiis khms | jimco jmc | sabti sbti | axad axd",
    "ha": "litinin lit | talata tal | laraba lar | alhamis alh | jummaa jum | asabar asa | lahadi lah",
    "zu": "umsombuluko mso | ulwesibili bil | ulwesithathu tha | ulwesine sin | ulwesihlanu hla | umgqibelo mgq"
    " | isonto son",
    "xh": "mvulo mvu | lwesibini lwesb bin | lwesithathu tha | lwesine sin | lwesihlanu hla | mgqibelo mgq | cawe caw",
    "yi": "מאָנטיק | דינסטיק | מיטוואך | דאנערשטיק | פֿרײַטיק | שבת | זונטיק",
    "tk": "duşenbe duş | sişenbe siş | çarşenbe çar | penşenbe pen | anna ann | şenbe şen | ýekşenbe ýek",
}
