"""Words beside a date that say nothing about the day: prepositions, *published*, *o'clock*, the era."""

from __future__ import annotations

PARTICLES: dict[str, str] = {
    "en": "the of on at by in and from date dated day first last was is published publish posted post updated"
    " update modified edited created released issued filed reviewed revised printed archived publication time local"
    " oclock hrs hours ad ce anno noon",
    "zones": "z utc gmt est edt cst cdt mst mdt pst pdt et ct mt pt bst ist cet cest eet eest wet west msk jst kst"
    " hkt sgt aest aedt acst awst nzst nzdt wib wita wit mez mesz cat eat wat sast brt art clt trt ast adt akst hst"
    " hne hae uk",
    "de": "am den der dem vom von um uhr ab im stand veröffentlicht erschienen aktualisiert geändert datum zuletzt"
    " letzte aktualisierung publiziert geschrieben verfasst erstellt online seit gültig zeit update",
    "fr": "le du à de la en h heures publié publiée paru parue mis mise jour modifié modifiée actualisé créé date"
    " dernière modification posté édité et au dans ecrit rédigé",
    "es": "el de del a las la los en y publicado publicada actualizado actualizada fecha hora horas hs creado"
    " modificado última actualización actualizacion es día año",
    "pt": "o de do da dos das às as em no na e h publicado publicada atualizado atualizada atualização criado data"
    " postado hora horas última dia há por feira modificado",
    "it": "il lo del dello di alle ore e pubblicato pubblicata aggiornato aggiornata aggiornamento data ultima"
    " modifica creato l al ultimo",
    "ca": "el a les de del d publicat actualitzat data i dia h",
    "ro": "la din de pe ora publicat actualizat data ultima actualizare",
    "nl": "op om de het van uur gepubliceerd geplaatst bijgewerkt laatst gewijzigd datum laatste wijziging update en",
    "sv": "den kl klockan publicerad publicerat publicerades uppdaterad uppdaterat uppdaterades senast datum skapad"
    " ändrad i",
    "da": "d den kl klokken udgivet offentliggjort publiceret opdateret sidst senest dato oprettet ændret",
    "nb": "den kl klokka klokken publisert oppdatert sist dato lagt ut endret",
    "fi": "klo julkaistu päivitetty viimeksi muokattu luotu pvm",
    "is": "kl klukkan birt uppfært síðast þann",
    "et": "kell avaldatud uuendatud viimati a",
    "lv": "gada gads plkst pulksten publicēts atjaunots",
    "lt": "m d g metų mėn diena val paskelbta atnaujinta publikuota",
    "pl": "r roku dnia w dn g godz godzina o opublikowano opublikowany data publikacji aktualizacja zaktualizowano"
    " ostatnia dodano utworzono i",
    "cs": "dne v ve hod hodin publikováno zveřejněno aktualizováno vydáno datum naposledy poslední aktualizace roku r",
    "sk": "dňa o v hod hodine zverejnené publikované aktualizované vydané dátum posledná aktualizácia",
    "sl": "ob dne objavljeno posodobljeno zadnja sprememba datum",
    "hr": "u dana objavljeno ažurirano zadnja izmjena god godine sati h datum objave у године год објављено"
    " ажурирано датум часова г на во часот",
    "bg": "г год година на в от ч часа публикувана публикувано публикуван обновена обновено последна промяна",
    "ru": "г гг года год в во от на ч час часа часов мск опубликовано опубликована опубликован размещено добавлено"
    " обновлено обновлена изменено дата публикации время мин последнее обновление выпущено",
    "uk": "р рр року рік о об в у від год година опубліковано оновлено дата додано час публікації",
    "be": "г года у а гадзіне апублікавана абноўлена",
    "kk": "ж жыл жылы жылғы күні сағат й",
    "hu": "a az án én jén kor óra megjelent közzétéve frissítve frissült utolsó módosítás dátum publikálva h p k v",
    "el": "στις στισ την τη τισ ώρα δημοσίευση δημοσιεύτηκε δημοσιεύθηκε ενημέρωση ενημερώθηκε τελευταία του"
    " ημερομηνία",
    "tr": "tarihinde tarihi tarih saat günü yayınlanma yayınlandı yayın yayımlanma güncelleme güncellenme"
    " güncellendi son ve oluşturulma giriş",
    "az": "il ili saat tarix",
    "sq": "më në ora datë publikuar",
    "ps": "د",
    "yi": "טן טער",
    "hy": "թ թվականի",
    "mt": "it l il is ta t fi",
    "eu": "e ko an ean",
    "he": "יום ב בשעה שעה פורסם עודכן בתאריך תאריך עדכון אחרון פרסום",
    "ar": "في يوم الساعة ساعة تاريخ بتاريخ نشر النشر نشرت تم آخر تحديث اخر التحديث تحديثه حدث محدث م ميلادي ميلادية"
    " الموافق موافق لـ ه هـ هجري هجرية هجريا ق من شهر عام سنة لعام بتوقيت غرينتش جرينتش غرينيتش مكة المكرمة و كتب"
    " أضيف الخبر اليوم",
    "fa": "ساعت تاریخ انتشار در روز ماه سال منتشر شده شد بروزرسانی به‌روزرسانی آخرین و درج زمان ارسال ش شمسی هجری"
    " خورشیدی قمری ق میلادی مطابق با برابر",
    "ur": "کو بجے بوقت تاریخ اشاعت شائع آخری وقت اشاعت ء بجکر",
    "hi": "को बजे प्रकाशित अपडेट अपडेटेड तारीख तिथि अंतिम समय पर ई",
    "bn": "প্রকাশ প্রকাশিত আপডেট তারিখ সময়",
    "th": "เวลา น ที่ วันที่ เผยแพร่ เผยแพร่เมื่อ อัปเดต อัพเดท อัปเดตล่าสุด โพสต์เมื่อ พ.ศ พ.ศ. ค.ศ ค.ศ. เมื่อ พุทธศักราช",
    "vi": "ngày năm lúc đăng cập nhật lần cuối giờ vào xuất bản h",
    "id": "pukul tanggal pada diterbitkan dipublikasikan diperbarui terbit hari wib jam tayang diupdate dan",
    "ms": "pada jam diterbitkan dikemas kini",
    "zh": "发布 发布于 发布时间 发布日期 發布 發布於 發布時間 發佈 發佈於 發佈時間 發佈日期 更新 更新于 更新於"
    " 更新时间 更新時間 发表 发表于 发表时间 發表 發表於 日期 时间 時間 刊登 刊登日期 出版 最后更新 最後更新"
    " 北京时间 于 於",
    "ja": "公開 公開日 公開日時 更新 更新日 更新日時 最終更新 最終更新日 投稿 投稿日 投稿日時 掲載 掲載日 配信"
    " 配信日 発表 発行 発行日 作成日 作成 付 付け 時点 頃 現在 初版 日付 登録日 日時",
    "ko": "입력 수정 등록 승인 게시 작성 송고 발행 기사입력 기사수정 최종수정 최종 최종업데이트 업데이트 날짜"
    " 게시일 기준 작성일 등록일 발행일 입력일 수정일 보도 기사 작성일자 오전 오후",
}

UPDATES = (
    "updated update modified edited revised aktualisiert geändert mis mise modifié modifiée actualisé actualisée"
    " actualizado actualizada atualizado atualizada modificado modificada aggiornato aggiornata modificato bijgewerkt"
    " gewijzigd uppdaterad uppdaterat opdateret ændret oppdatert endret päivitetty muokattu zaktualizowano aktualizacja"
    " aktualizováno aktualizované ažurirano обновлено обновлена изменено изменена оновлено змінено обновена frissítve"
    " módosítva ενημέρωση ενημερώθηκε güncelleme güncellenme güncellendi actualizat diperbarui diupdate تحديث التحديث"
    " تحديثه بروزرسانی به‌روزرسانی עודכן"
    " 更新 更新于 更新於 更新时间 更新時間 修改 更新日 更新日時 최종수정 수정 기사수정 업데이트"
)
"""Words after which the day of a change follows: after the day of publication it says nothing about that."""

HALVES: dict[int, str] = {
    0: "am 上午 午前 오전 凌晨 早上 ص صباحا صباحًا ق.ظ πμ",
    12: "pm 下午 午後 오후 晚上 م مساء مساءً μμ",
}
"""Halves of the day, and the hours that they add."""
