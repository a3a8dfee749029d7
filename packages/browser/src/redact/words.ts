import type { FieldClass } from "@wayseal/protocol";
import type { WordTable } from "./class-of-words.js";

/**
 * What fields are called, in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Turkish, Russian,
 * Japanese, Korean, Chinese, Arabic and some more: a chunk of its own, loaded by pages that need it. Data and no code,
 * since a pinned script takes it from the collector; words and no patterns, so that none can be made slow. Most telling
 * first, the `never` classes before all others. A text is plain before words are looked for in it: lower case, Latin
 * letters without accents, one space before, between and after its words.
 */
export const WORDS: WordTable = table([
  [
    "one-time-code",
    "code de veri|codigo de veri|cod de veri|認証|ワンタイム|確認コード|验证码|驗證碼|校验码|动态码|一次性|인증|일회용|код подтв|код из|смс код|код из смс|одноразов|проверочн|رمز التحقق|رمز التأكيد|קוד אימות|קוד חד|kertakaytt|engangs|jednoraz|tek kullan|ma xac|รหัสยืนยัน|κωδικος επαλ|sms kod| mfa|einmal|code de conf|codigo de conf|codice di ver|codice di conf|codice otp|bestatigungsc|verifizierungsc|aktivierungsc|zugangscode|kod weryf|dogrulama kod|onay kod|verifieringsk|verificatiec|bevestigingsc|security pin|digit code|digit pin|authenticator|2fa|two factor|two step| mfa ",
    -1,
  ],
  [
    "card-security-code",
    "prufn|prufz|cryptog|code de secu|codigo de secu|codice di sicur|cod de segur|codice sicur|codigo de segur|セキュリティコード|セキュリティ コード|安全码|安全碼|보안코드|보안 코드|код безопасн|защитныи код|проверочныи код|رمز الأمان|קוד אבטחה|securitycode|sicherheitsc|prufziffer|cryptogramme|codigo de seg|codice di sic|codigo seg|cod seg|beveiligingsc|veiligheidsc|kod zab|kod bezp|guvenlik kod|код без|код cvv|sakerhetskod|turvakoodi|code on the back|digits on the|number on the back|back of card|back of the card|back of your card|auf der ruckseite|au dos de|al dorso de|reverso de la tarj|sul retro",
    -1,
  ],
  [
    "card-expiry",
    "ablauf|gultig|caduc|vencim|validade|scaden|有効期限|срок деиств|срок карты|деиствительна до|деиствует до|有效期|到期|유효기간|유효 기간|만료|تاريخ الانتهاء|انتهاء|תוקף|ληξη|platnost|ervenyess|voimassa|hieu luc|het han|giltig|gueltig|valid thru|fin de valid|fecha de venc|verval|wazno|udlob|udløb|utgang|utløp|son kul|wygasn|data wazn",
    -1,
  ],
  [
    "payment-card",
    "kreditk|karten n|kartenn|num carte|numero carte|numero tarj|numero de tarj|numero de la tarj|numero do cart|numero da cart|numero de cart|num tarj|num cart|num da carta|num de cart|kartennu|karte nr|carte ban|carte de cred|carte de paiement|carte bleue|numero de carte|numero de la carte|tarjeta|cartao|carta di cred|numero carta|numero della carta|kaartn|numer karty|nr karty|kortnum|kort num|kortnr|kart num|カード番号|カード 番号|卡号|卡號|카드번호|카드 번호|номер карт|номер банковскои|رقم البطاقة|بطاقة الائتمان|מספר כרטיס|αριθμος καρτας|korttinumero|kortin numero|kartyaszam|cislo karty|so the tin|kredi kart|kart no|kart numar|numar card|card number|cardnumber|primary account",
    -1,
  ],
  [
    "security-answer",
    "sicherheitsf|geheime frage|geheimfrage|reponse sec|question sec|question de sec|reponse de sec|pregunta sec|pregunta de seg|respuesta sec|respuesta de seg|pergunta sec|pergunta de seg|resposta sec|resposta de seg|domanda seg|domanda di sic|risposta seg|risposta di sic|beveiligingsvr|geheime vraag|секретн|контрольн вопрос|контрольныи вопрос|девичья|秘密の質問|秘密の答|安全问题|密保|母亲的|旧姓|سؤال الأمان|السؤال السري|guvenlik soru|nazwisko panien|pytanie zab|nome da mae|nombre de tu madre|first pet|your first school|your first car|favorite teacher|favourite teacher|childhood friend|childhood nick|ersten haust",
    -1,
  ],
  [
    "api-key",
    "секретныи ключ|api schl|cle api|chave de api|chave api|chiave api|api sleutel|klucz api|api anahtar|api 키|مفتاح api|clave de api|clave api|secret key|private key|access token|密钥|シークレットキー",
    -1,
  ],
  [
    "password",
    "kennw|mot de passe|motdepasse|mdp|contrase| clave |senha|wachtw|haslo|losen|heslo|sifre|parola|hasło|adgangsk|kodeord|jelszo|losenord|mat khau|κωδικος|sandi|kata laluan|парол|пин код|密码|密碼|口令|パスワード|パスコード|暗証|비밀번호|비밀 번호|암호|كلمة المرور|كلمة السر|الرقم السري|סיסמ|รหัสผ่าน|พาสเวิร์ด|κωδικος προσβ|συνθηματικο|palavra passe|lozink|geslo|slaptazo| puk |parool|paroli|salasana|пассворд|गोपनीय|पासवर्ड|গোপন|гасло",
    -1,
  ],
  [
    "unknown",
    "captcha|capcha|real estate |brand name|item name|name of item|product name|domain name| file name|team name|project name|event name|group name|list name|device name|store name|pet name|pets name|promo code|promocode|promotion code|coupon|discount code|voucher|referral|gift code|invite code|invitation code",
  ],
  ["free-text", "gift message|gift note|order note|delivery note|instructions|your message|leave a message"],
  ["choice", "opt in|optin"],
  ["search", "search for email|search email|search mail|search messages|search for |search by "],
  [
    "email",
    "email or phone|email address or phone|email or mobile|email phone number|email telefon|email oder tel|email oder handy|email ou tel|email ou numero|email o tel|email o numero|email o cell|email of tel|email veya tel|почта или тел|email или тел|почту или тел|メールアドレスまたは電話|メールまたは電話|邮箱 手机|邮箱或手机|邮箱手机|이메일 또는 전화|email|e mail|mail addr|mailaddr| mail |courriel|correo|correio|эл почт|почт|имеил|メール|邮箱|郵箱|邮件|郵件|電子信箱|이메일|메일|بريد|דוא|אימייל|eposta| e posta| epost| e post|sahkopost|ηλεκτρονικ|mejl|อีเมล|posta elet",
    0,
    1,
  ],
  ["iban", "iban|ايبان"],
  [
    "bank-account",
    "account num|account no |account nr|accountnum|accountno|sort code|sortcode|routing| bic |swift|kontonu|konto nr|numero de cuenta|numero de compte|numero de conta|numero conto|di conto|conto corr|numero da conta|conta banc|cuenta banc|bankleitz| blz |rachun|hesap num|расчетн| бик |rekeningnu|numer konta|hesap no|номер счета|口座|银行账|銀行帳|账号号码|계좌|رقم الحساب|bank account",
  ],
  [
    "tax-id",
    " tax| vat |vatid|vat num|steuer|umsatzst|ust id| tva | btw |numero fiscal|identificacion fis|vergi kimlik no| ein | tin | nif | cnpj | siret| siren |partita|codigo fiscal| rfc | nip |vergi|инн|税番号|税号|納税|纳税|統一編號|사업자등록|ضريبي|fiscal code|gst",
  ],
  [
    "national-id",
    " ssn|social sec|socialsec|national i|nationali| id card|identity card|id number|identity n| nino | dni | nie | cpf | bsn | pesel | nric | curp | cuil|aadhaar|personalau|personnummer|personnr|codice fisc|codicef|securite soc|numero secu|sozialvers|burgerservice|tc kimlik|kimlik no|снилс|身份证|身份證|身分證|マイナンバー|個人番号|주민등록|주민번호|رقم الهوية|الهوية الوطنية|תעודת זהות|henkilotun|rodne cislo|citizen id|บัตรประชาชน",
  ],
  [
    "passport",
    "passport|pasaporte|passeport|passaporto|passaporte|reisepass|paspoort|paszport|pasaport|паспорт|护照|護照|パスポート|旅券|여권|جواز|דרכון",
  ],
  [
    "driving-licence",
    "licence n|license n|licencen|licensen|driver|driving|fuhrersch|de conduc|de conduir| patente|carteira de hab| cnh |surucu|rijbewijs|prawo jazdy|prawa jazdy|ehliyet|водительск|驾驶证|駕照|運転免許|운전면허|رخصة القيادة",
  ],
  [
    "card-holder",
    "name on|nameon|card hold|cardhold|card own|cardown|card name|cardname|cc hold|cc own|cc name|ccname|holder name|karteninhaber|kontoinhaber|titulaire|titular|intestatario|kaarthouder|titolare|naam op de kaart|na karcie|posiadacz|wlasciciel karty|właściciel karty|kart sahi|sahibinin adı |sahibinin adi |kart uzerindeki|владелец карты|держател|имя на карте|名義|持卡人|持卡人姓名|카드 소유|카드소유|명의자|اسم حامل|الاسم على البطاقة|name as it appears|name as shown|nome no cartao|nombre en la tarjeta|nombre del titular|nom sur la carte|name auf der",
    0,
    1,
  ],
  [
    "birthday",
    "birth| dob | bday|bday|geburt|naissance|nacimiento|nascimento|nascita|geboorte|urodz|dogum|рожд|生年|生日|誕生日|出生|생년|생일|ميلاد|לידה|fodsels|fødsels|fodelse|syntyma|narozen|szulet|nastere|γεννησ|ngay sinh|วันเกิด|date of bir",
  ],
  [
    "country",
    "country region|country code|countrycode|phone country|phonecountry|dial code|dialcode|calling code|landesvorwahl|indicatif|国番号|国家代码|국가 번호|국가번호",
  ],
  [
    "phone",
    "phone|mobil|cell phone|cellphone|cell n|celln|contact n|contactn| tel | fax |fax num|handy|telef|telf|telno|tel no|telnum|portable|celular|movil|cellulare|komork|komorka|gsm|cep tel|cep no|rufnummer|numero de tel|telep|whatsapp|телеф|мобильн|電話|携帯|电话|手机|手機|전화|휴대폰|핸드폰|هاتف|جوال|الجوال|موبايل|טלפון|נייד|puhelin|so dien thoai|dien thoai|τηλεφων|โทรศัพท์|мобил|msisdn|area code|areacode",
    0,
    1,
  ],
  [
    "postal-code",
    "zip|post code|postcode|postal code|postalcode|postal|postleitz| plz | cep |codepost|code post|codigo post|codigopost|codice post|kod poczt|kodpoczt|posta kodu|postakodu|postnummer|postnr|postinumero|iranyitosz|psc |pincode|pin code|индекс|郵便番号|郵便|〒|邮编|郵遞區號|邮政编码|우편번호|우편|الرمز البريدي|מיקוד|eircode|τκ |ταχυδρομικ|รหัสไปรษณีย์|buu chinh",
  ],
  ["postal-code", " cap ", 1, 1],
  [
    "organization",
    "company|organiz|organis|business name| firma| firmen| firmy|unternehmen|societe|entreprise|empresa|azienda|ragione sociale|raison soc|razon soc|razao soc|勤務先|bedrijf|sirket|kurum|компан|организац|会社|企業|公司|单位|회사|شركة|חברה|yritys|foretag|virksomhed|employer",
    1,
  ],
  [
    "username",
    "username|user name|display name|displayname|sign in name|signin name|login name|member name|membername|user id|userid| login|loginid|login id|nickname|screen name|screenname| handle |benutz|nutzername|anmeldename|identifiant|pseudo|usuario|utente|utilizador|gebruikersn|uzytkown|kullanici|логин|никнеим|имя пользоват|用户名|用戶名|账号|帳號|账户|ユーザー|ユーザ|ログインid|아이디|사용자|اسم المستخدم|שם משתמש|kayttajatun|anvandarn|brugern|brukern|uzivatel|felhasznalo|χρηστ|tai khoan|ten dang nhap|ชื่อผู้ใช้|member id|account name|signin id|sign in id|customer id",
    1,
    1,
  ],
  ["organization", "nombre de la emp|sirket adı |sirket adi ", 0, 1],
  ["username", "nombre de usuario|nom d utilis|kullanıcı adı |kullanici adi |使用者名", 0, 1],
  // Not the Spanish for a name.
  ["quantity", "nombre d |nombre de pers", 0, 1],
  [
    "name",
    "full name|fullname|full legal|first and last|first last name|name and surname|vor und nachname|vor und zuname|nombre y apellido|nom et prenom|nom prenom|prenom et nom|nome e cognome|cognome e nome|nome e sobrenome|imie i nazwisk|ad soyad|adi soyadi|nome completo|nombre completo|voor en achternaam|фио|ф и о|имя и фамил|氏名|姓名|성명",
    0,
    1,
  ],
  [
    "given-name",
    "first name|firstname|fore name|forename|given name|givenname|givenn| fname| f name|first n|vorname|prenom|primer nombre|nombre |nombres|primeiro nome|voornaam| imie|imię|imiona| adiniz|adınız| adi | adı | ad |名字|名前 名|お名前 名|이름 first|الاسم الأول|שם פרטי|etunimi|fornamn|fornavn|kresti|keresztn|prenume|ονομα | mei |middle name|middlename|middle initial|segundo nombre|tussenvoegsel|отчеств",
    0,
    1,
  ],
  [
    "family-name",
    "last name|lastname|sur name|surname|family name|familyname| lname| l name|last n|nachname|familienname|zuname|nom de famille|apellid|cognome|sobrenome|apelido|achternaam|nazwisk|soyad|фамил|姓 |姓氏| 姓|名字 姓|اسم العائلة|اسم العائله|שם משפחה|sukunimi|efternamn|efternavn|etternavn|prijmeni|vezetekn|csaladn|nume de fam|επωνυμο|ho va ten|นามสกุล|성 | sei ",
    0,
    1,
  ],
  [
    "city",
    " city|city |cityname|town|level 2|suburb|locality|localidad|wohnort| ort |stadt|ville |villes|commune|ciudad|municip|poblacion|cidade|citta|comune|localita|woonplaats|plaats| stad |miasto|miejscow|sehir| ilce|город|населенн|城市|市区|市町村|都市|시군구|도시|مدينة|المدينة|עיר|kaupunki|postort| poststed|mesto|obec|varos|πολη|thanh pho|อำเภอ",
  ],
  [
    "country",
    "country|countries| land |staat |staatsange|pays |pays| pais|pais |paese|nazione|nacion| ulke| kraj|стран|国家|國家|国籍|国 |국가|나라|دولة|الدولة|البلد|מדינה|ארץ| maa |zeme|orszag|tara |χωρα|quoc gia|ประเทศ|nationality",
  ],
  [
    "region",
    " state |state | states |province|provinc|provinz|region|county|level 1|bundesland|kanton|departement|estado|comunidad aut|comarca|stato|distrito|wojewod|eyalet|bolge|област|регион|край|都道府県|省份| 省|州|시도|시 도|지역| uf |المحافظة|المنطقة|מחוז|maakunta| lan |fylke|megye|judet|νομος|tinh |จังหวัด|administrative area|prefecture",
  ],
  [
    "street",
    "street|strasse|straße| str |strasen|hausn|hausnummer|house n|housen|address 1|address 2|address 3|address1|address2|address line|addressline|addrline|addr 1|addr 2|addr1|addr2|adresszusatz|line 1|line 2|line1|line2| apt |apartment| suite| unit | flat |building| rue |numero et rue|numero de rue|complement d| calle |calle |direccion 1|direccion 2|colonia| via |indirizzo 1|civico|endereco 1|logradouro|complemento|bairro| rua |straat|huisnum|toevoeging|ulica|ulice|nr domu|numer domu|nr lokalu|sokak|cadde|mahalle|улиц|дом |квартир|街道|番地|建物|丁目|町名|도로명|상세주소|상세 주소|شارع|الشارع|רחוב|katuosoite|gatuadress|gateadr|vejnavn|utca|strada|οδος|so nha|duong ",
    0,
    1,
  ],
  [
    "address",
    "address|addr |addr|adresse|anschrift|direccion|domicilio|indirizzo|endereco|morada|adres|адрес|住所|ご住所|地址|주소|عنوان|العنوان|כתובת|osoite|adresa| cim |διευθυνσ|dia chi|ที่อยู่|location",
    1,
    1,
  ],
  [
    "gender",
    "gender| sex |geschl|anrede|genre|genero| genere | sexe |sexo|sesso|aanhef|civilite|geslacht|plec|płec|cinsiyet|пол |性别|性別|성별|الجنس|מין|sukupuoli|salutation|title prefix|honorific",
  ],
  ["given-name", " 名 | first | name first|имя|jmeno", 1, 1],
  ["family-name", " last | name last", 1, 1],
  [
    "name",
    "full name|fullname|name| nom | nom|nombre|nome|naam|isim|фио|ф и о|氏名|お名前|名前|姓名|이름|성명|الاسم|اسم|שם מלא| nimi | namn | navn |jmeno| nev |ονομα|ho ten|ชื่อ",
    2,
    1,
  ],
  ["username", " user | account | identifier", 1, 1],
  [
    "job-title",
    "job title|jobtitle|occupation|profession|beruf|position|puesto|cargo|funktion|fonction| functie| poste |beroep|profesion|ocupacion|profissao| ruolo|qualifica |stanowisk| zawod |meslek| unvan|должност|професси|職業|役職|职业|职位|職稱|직업|직책|المهنة|الوظيف",
  ],
  [
    "income",
    "income|salar|salaire|stipendi|inkomen|dochod|wynagrodz| gelir| maas |зарплат|الدخل|الراتب|年収|einkomm|gehalt|revenu|ingresos|renda|reddito|доход|収入|收入|연봉|소득",
  ],
  [
    "url",
    "website|web site|homepage| url |webseite|site web|site internet|sitio web|sito web|pagina web|strona inter|strona www|сайт|ウェブサイト|ホームページ|웹사이트|홈페이지|网址|网站|網站|الموقع الإلكتروني",
    1,
  ],
  ["language", "language|sprache|langue|idioma|lingua|taal|jezyk| dil |язык|言語|语言|語言|언어|اللغة"],
  [
    "quantity",
    "quantit| qty|amount|menge|anzahl|cantidad|aantal|quantidade|ilosc|adet|количеств|数量|數量|個数|수량|الكمية|العدد|stuckz|liczba|miktar| number ",
    1,
    1,
  ],
  [
    "search",
    "search|query| q |such|recherche|rechercher|buscar|busca|busqueda|cerca|zoek|pesquis| arama |szukaj|wyszuk| ara |поиск|искать|найти|検索|搜索|搜尋|검색|بحث|חיפוש| haku |sok ",
    1,
    1,
  ],
  [
    "birthday",
    "30 31 |1910 1911|1911 1910|1930 1931|1931 1930|1950 1951|1951 1950|1970 1971|1971 1970|1990 1991|1991 1990",
    1,
  ],
  ["card-expiry", "2030 2031|2032 2033|2034 2035|2036 2037|2038 2039|2040 2041", 1],
  ["one-time-code", " code ", 2, 1],
  ["payment-card", " cc ", 1, 1],
  [
    "country",
    "zimbabwe|simbabwe|zimbabue|zambia|venezuela|vietnam|viet nam|зимбабве|津巴布韦|ジンバブエ|짐바브웨|زيمبابوي",
    1,
  ],
  [
    "region",
    "wyoming|wi wy|wy wy|yukon|zacatecas|tocantins|thuringen|zaragoza|west bengal|western australia|yorkshire|沖縄県|新疆",
    1,
  ],
  ["date", " date | datum|datum |fecha| data |日付|日期|날짜|дата|تاريخ| tarih|お届け日|希望日|희망일", 1],
  ["choice", " checkbox | radio | select | select one ", 2],
  [
    "free-text",
    "comment|message| note|feedback|nachricht|bemerk|mensaj|mensagem|messagg|bericht|opmerking|toelicht|anmerk|komment|komentar|comentari|remarque|observac|notlar|acıklama|aciklama|wiadomosc|uwagi|mesaj|yorum|сообщен|комментари|примечан|メッセージ|コメント|備考|問い合わせ|备注|備註|留言|메시지|문의|메모|요청사항|رسالة|ملاحظ|تعليق|textarea|editable",
    1,
    1,
  ],
]);

/** Words between bars; how vague they are, 0 where that is left out; 1 where it is typed. */
function table(entries: readonly (readonly [FieldClass, string, number?, number?])[]): WordTable {
  return entries.map(([name, words, vague = 0, typed = 0]) => [name, plain(words).split("|"), vague, typed]);
}

/** Composed letters come apart as they do in the texts. */
function plain(words: string): string {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
