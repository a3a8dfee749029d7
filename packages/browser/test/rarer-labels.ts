/**
 * What forms in each language write above fields that are asked for less often than those of `labels.ts`; written as forms
 * say it and not from the table, before it was looked at what is found.
 */
export const RARER_LABELS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  English: read(`
    iban: IBAN; bank-account: Account number, Sort code, Routing number; tax-id: Tax ID, VAT number
    passport: Passport number; driving-licence: Driving licence number, Driver's license
    card-holder: Name on card, Cardholder's name; country: Country, Country/Region; organization: Company name, Organisation
    username: Username, User ID; region: State, County, State/Province; address: Address, Billing address
    gender: Gender, Sex; job-title: Job title, Occupation; income: Annual income, Monthly salary
    url: Website, Website URL; language: Language, Preferred language; quantity: Quantity, Qty
    search: Search, Search products; date: Delivery date, Date of arrival; free-text: Comments, Your message, Additional notes`),
  German: read(`
    iban: IBAN; bank-account: Kontonummer, Bankleitzahl, BLZ; tax-id: Steuernummer, USt-IdNr., Steuer-ID
    passport: Reisepassnummer; driving-licence: Führerscheinnummer
    card-holder: Karteninhaber, Name auf der Karte; country: Land; organization: Firma, Unternehmen
    username: Benutzername; region: Bundesland, Kanton; address: Adresse, Anschrift, Rechnungsadresse
    gender: Geschlecht, Anrede; job-title: Beruf, Position, Berufsbezeichnung; income: Jahreseinkommen, Nettogehalt
    url: Webseite, Website; language: Sprache, Bevorzugte Sprache; quantity: Menge, Anzahl, Stückzahl
    search: Suche, Suchbegriff; date: Lieferdatum, Datum; free-text: Nachricht, Bemerkungen, Anmerkungen, Kommentar`),
  French: read(`
    iban: Numéro IBAN; bank-account: Numéro de compte, Code BIC; tax-id: Numéro fiscal, Numéro de TVA, SIRET
    passport: Numéro de passeport; driving-licence: Numéro de permis de conduire
    card-holder: Titulaire de la carte, Nom sur la carte; country: Pays; organization: Société, Entreprise, Raison sociale
    username: Nom d’utilisateur, Identifiant; region: Région, Département; address: Adresse, Adresse de livraison
    gender: Sexe, Civilité; job-title: Profession, Poste, Fonction; income: Revenu annuel, Salaire mensuel
    url: Site web, Site internet; language: Langue, Langue préférée; quantity: Quantité, Nombre d’articles
    search: Rechercher, Recherche; date: Date d’arrivée, Date de livraison; free-text: Commentaire, Message, Remarques`),
  Spanish: read(`
    iban: Número IBAN; bank-account: Número de cuenta, Cuenta bancaria; tax-id: NIF, RFC, Número de identificación fiscal
    passport: Número de pasaporte; driving-licence: Carnet de conducir, Permiso de conducir, Licencia de conducir
    card-holder: Titular de la tarjeta, Nombre en la tarjeta; country: País; organization: Empresa, Razón social
    username: Nombre de usuario, Usuario; region: Provincia, Estado, Comunidad autónoma; address: Dirección, Domicilio
    gender: Sexo, Género; job-title: Profesión, Puesto, Ocupación, Cargo; income: Ingresos mensuales, Salario
    url: Sitio web, Página web; language: Idioma; quantity: Cantidad
    search: Buscar, Búsqueda; date: Fecha de entrega, Fecha; free-text: Comentarios, Mensaje, Observaciones`),
  Portuguese: read(`
    iban: IBAN; bank-account: Número da conta, Conta bancária; tax-id: NIF, CNPJ
    passport: Número do passaporte; driving-licence: Carteira de habilitação, CNH, Carta de condução
    card-holder: Nome no cartão, Titular do cartão; country: País; organization: Empresa, Razão social
    username: Nome de usuário, Nome de utilizador; region: Estado, Distrito, UF; address: Endereço, Morada
    gender: Sexo, Gênero; job-title: Profissão, Cargo; income: Renda mensal, Salário
    url: Site, Página web; language: Idioma; quantity: Quantidade
    search: Buscar, Pesquisar; date: Data de entrega, Data; free-text: Mensagem, Comentários, Observações`),
  Italian: read(`
    iban: Codice IBAN; bank-account: Numero di conto, Conto corrente; tax-id: Partita IVA
    passport: Numero di passaporto; driving-licence: Numero patente, Patente di guida
    card-holder: Intestatario della carta, Titolare della carta; country: Paese, Nazione; organization: Azienda, Ragione sociale
    username: Nome utente; region: Provincia, Regione; address: Indirizzo, Indirizzo di spedizione
    gender: Sesso, Genere; job-title: Professione, Ruolo, Qualifica; income: Reddito annuo, Stipendio
    url: Sito web; language: Lingua; quantity: Quantità
    search: Cerca, Ricerca; date: Data di consegna, Data di arrivo; free-text: Messaggio, Commenti, Note`),
  Dutch: read(`
    iban: IBAN-nummer; bank-account: Rekeningnummer; tax-id: Btw-nummer
    passport: Paspoortnummer; driving-licence: Rijbewijsnummer
    card-holder: Kaarthouder, Naam op de kaart; country: Land; organization: Bedrijf, Bedrijfsnaam, Organisatie
    username: Gebruikersnaam; region: Provincie; address: Adres, Bezorgadres
    gender: Geslacht, Aanhef; job-title: Functie, Beroep; income: Bruto jaarinkomen, Salaris
    url: Website; language: Taal, Voorkeurstaal; quantity: Aantal
    search: Zoeken, Zoekterm; date: Bezorgdatum, Datum; free-text: Bericht, Opmerkingen, Toelichting`),
  Polish: read(`
    iban: Numer IBAN; bank-account: Numer konta, Numer rachunku bankowego; tax-id: NIP, Numer NIP
    passport: Numer paszportu; driving-licence: Numer prawa jazdy
    card-holder: Posiadacz karty, Imię i nazwisko na karcie; country: Kraj; organization: Firma, Nazwa firmy
    username: Nazwa użytkownika, Login; region: Województwo; address: Adres, Adres dostawy
    gender: Płeć; job-title: Stanowisko, Zawód; income: Dochód miesięczny, Wynagrodzenie
    url: Strona internetowa, Strona WWW; language: Język; quantity: Ilość, Liczba sztuk
    search: Szukaj, Wyszukaj; date: Data dostawy, Data; free-text: Wiadomość, Uwagi, Komentarz`),
  Turkish: read(`
    iban: IBAN numarası; bank-account: Hesap numarası, Hesap no; tax-id: Vergi numarası, Vergi kimlik no
    passport: Pasaport numarası; driving-licence: Ehliyet numarası, Sürücü belgesi no
    card-holder: Kart sahibinin adı, Kart üzerindeki isim; country: Ülke; organization: Şirket adı, Firma
    username: Kullanıcı adı; region: Bölge, Eyalet; address: Adres, Teslimat adresi
    gender: Cinsiyet; job-title: Meslek, Unvan; income: Aylık gelir, Maaş
    url: Web sitesi; language: Dil, Tercih edilen dil; quantity: Adet, Miktar
    search: Ara, Arama; date: Tarih, Teslimat tarihi; free-text: Mesaj, Yorum, Notlar, Açıklama`),
  Russian: read(`
    iban: Номер IBAN; bank-account: Номер счёта, Расчётный счёт, БИК; tax-id: ИНН
    passport: Паспорт, Серия и номер паспорта; driving-licence: Водительское удостоверение
    card-holder: Имя на карте, Владелец карты, Держатель карты; country: Страна; organization: Компания, Название организации
    username: Логин, Имя пользователя; region: Область, Регион; address: Адрес, Адрес доставки
    gender: Пол; job-title: Должность, Профессия; income: Ежемесячный доход, Зарплата
    url: Сайт, Веб-сайт; language: Язык; quantity: Количество
    search: Поиск, Найти; date: Дата доставки, Дата; free-text: Сообщение, Комментарий, Примечание`),
  Japanese: read(`
    iban: IBAN番号; bank-account: 口座番号, 銀行口座; tax-id: 納税者番号
    passport: パスポート番号, 旅券番号; driving-licence: 運転免許証番号
    card-holder: カード名義人, カード名義; country: 国, 国・地域; organization: 会社名, 企業名, 勤務先
    username: ユーザー名, ユーザーID; region: 都道府県; address: 住所, ご住所
    gender: 性別; job-title: 職業, 役職; income: 年収, 収入
    url: ウェブサイト, ホームページ; language: 言語, 表示言語; quantity: 数量, 個数
    search: 検索, キーワード検索; date: 日付, お届け日, 配達希望日; free-text: メッセージ, コメント, 備考, お問い合わせ内容`),
  Korean: read(`
    iban: IBAN 번호; bank-account: 계좌번호, 은행 계좌; tax-id: 사업자등록번호
    passport: 여권번호; driving-licence: 운전면허번호
    card-holder: 카드 소유자 이름, 카드 명의자; country: 국가; organization: 회사명, 회사
    username: 아이디, 사용자 이름; region: 시/도, 지역; address: 주소, 배송지 주소
    gender: 성별; job-title: 직업, 직책; income: 연소득, 월소득, 연봉
    url: 웹사이트, 홈페이지; language: 언어; quantity: 수량
    search: 검색, 검색어; date: 날짜, 배송 희망일; free-text: 메시지, 문의 내용, 배송 메모, 요청사항`),
  Chinese: read(`
    iban: 国际银行账号（IBAN）; bank-account: 银行账号, 銀行帳號; tax-id: 纳税人识别号, 税号, 統一編號
    passport: 护照号码, 護照號碼; driving-licence: 驾驶证号, 駕照號碼
    card-holder: 持卡人姓名; country: 国家, 国家/地区, 國家; organization: 公司名称, 单位名称, 公司名稱
    username: 用户名, 使用者名稱; region: 省份, 州/省; address: 地址, 收货地址, 详细地址
    gender: 性别, 性別; job-title: 职业, 职位, 職稱; income: 年收入, 月收入
    url: 网站, 网址, 網站; language: 语言, 語言; quantity: 数量, 數量
    search: 搜索, 搜尋; date: 日期, 送达日期; free-text: 备注, 留言, 備註`),
  Arabic: read(`
    iban: رقم الآيبان, رقم IBAN; bank-account: رقم الحساب, رقم الحساب البنكي; tax-id: الرقم الضريبي
    passport: رقم جواز السفر; driving-licence: رخصة القيادة, رقم رخصة القيادة
    card-holder: اسم حامل البطاقة, الاسم على البطاقة; country: الدولة, البلد; organization: الشركة, اسم الشركة
    username: اسم المستخدم; region: المحافظة, المنطقة; address: العنوان, عنوان الشحن
    gender: الجنس, النوع; job-title: المسمى الوظيفي, المهنة, الوظيفة; income: الدخل الشهري, الراتب
    url: الموقع الإلكتروني; language: اللغة; quantity: الكمية, العدد
    search: بحث, ابحث; date: التاريخ, تاريخ التسليم; free-text: الرسالة, ملاحظات, تعليق`),
};

/** Written after the words were, and none added for what they miss: how well other labels are told. */
export const UNSEEN_LABELS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  English: read(`
    bank-account: Bank account; tax-id: VAT registration number, EIN; passport: Passport no.; card-holder: Name as shown on card
    organization: Employer, Business name; job-title: Your role; income: Household income before tax; date: Preferred date
    free-text: Anything else we should know, Special requests; quantity: How many`),
  German: read(`
    bank-account: Kontoverbindung; tax-id: Umsatzsteuer-Identifikationsnummer; card-holder: Inhaber der Karte
    organization: Arbeitgeber, Firmenname; job-title: Tätigkeit; income: Monatliches Einkommen; address: Lieferanschrift
    free-text: Ihre Mitteilung, Hinweise zur Lieferung; search: Suchen; date: Wunschdatum`),
  French: read(`
    bank-account: RIB; tax-id: Numéro SIREN, N° TVA intracommunautaire; card-holder: Nom du titulaire
    organization: Nom de l’entreprise, Employeur; job-title: Métier; income: Revenus mensuels nets; country: Pays de résidence
    free-text: Votre message, Précisions; date: Date souhaitée; quantity: Nombre de personnes`),
  Spanish: read(`
    bank-account: Cuenta corriente; tax-id: CIF, RUC; passport: Nº de pasaporte; organization: Nombre de la empresa
    job-title: Profesión u oficio; income: Sueldo neto; region: Departamento; address: Domicilio fiscal
    free-text: Notas del pedido, Escriba su mensaje; date: Fecha de llegada; quantity: Unidades`),
  Portuguese: read(`
    bank-account: Agência e conta; tax-id: Número de contribuinte; passport: Nº do passaporte; organization: Nome da empresa
    job-title: Ocupação; income: Rendimento anual; region: Província; address: Endereço de cobrança
    free-text: Sua mensagem, Observação; date: Data de chegada; quantity: Qtd.`),
  Italian: read(`
    bank-account: Coordinate bancarie; tax-id: P. IVA; passport: N. passaporto; organization: Nome dell’azienda
    job-title: Mestiere; income: Reddito mensile netto; region: Regione di residenza; address: Indirizzo di fatturazione
    free-text: Il tuo messaggio, Richieste particolari; date: Data prevista; quantity: Numero di pezzi`),
  Dutch: read(`
    bank-account: Bankrekening; tax-id: Fiscaal nummer; passport: Nummer paspoort; organization: Werkgever
    job-title: Functietitel; income: Netto maandinkomen; region: Gewest; address: Factuuradres
    free-text: Uw bericht, Bijzonderheden; date: Gewenste datum; quantity: Hoeveelheid`),
  Polish: read(`
    bank-account: Nr konta bankowego; tax-id: NIP firmy; passport: Seria i numer paszportu; organization: Pracodawca
    job-title: Zawód wykonywany; income: Miesięczne zarobki; region: Powiat; address: Adres zamieszkania
    free-text: Treść wiadomości, Dodatkowe informacje; date: Data przyjazdu; quantity: Sztuk`),
  Turkish: read(`
    bank-account: Banka hesabı; tax-id: Vergi no; passport: Pasaport no; organization: İş yeri
    job-title: Mesleğiniz; income: Yıllık gelir; region: Bölge seçin; address: Fatura adresi
    free-text: Mesajınız, Sipariş notu; date: Geliş tarihi; quantity: Kaç adet`),
  Russian: read(`
    bank-account: Номер банковского счёта; tax-id: ИНН организации; passport: Номер паспорта; organization: Место работы
    job-title: Род занятий; income: Доход в месяц; region: Край; address: Адрес регистрации
    free-text: Ваше сообщение, Пожелания; date: Желаемая дата; quantity: Кол-во`),
  Japanese: read(`
    bank-account: 振込先口座; tax-id: 適格請求書発行事業者登録番号; passport: パスポートNo.; organization: 会社名・団体名
    job-title: ご職業; income: 世帯年収; region: 都道府県を選択; address: お届け先住所
    free-text: ご要望, ご質問内容; date: 希望日時; quantity: ご注文数`),
  Korean: read(`
    bank-account: 입금 계좌; tax-id: 사업자번호; passport: 여권 번호; organization: 직장명
    job-title: 직업 선택; income: 월 소득; region: 시도 선택; address: 기본 주소
    free-text: 남기실 말씀, 기타 문의사항; date: 희망 날짜; quantity: 주문 수량`),
  Chinese: read(`
    bank-account: 银行账户; tax-id: 税务登记号; passport: 护照号; organization: 工作单位
    job-title: 职务; income: 家庭年收入; region: 所在省份; address: 家庭住址
    free-text: 买家留言, 补充说明; date: 预约日期; quantity: 购买数量`),
  Arabic: read(`
    bank-account: الحساب البنكي; tax-id: رقم التسجيل الضريبي; passport: رقم الجواز; organization: جهة العمل
    job-title: مهنتك; income: الدخل السنوي; region: اختر المنطقة; address: عنوان التوصيل
    free-text: رسالتك, ملاحظات إضافية; date: تاريخ الوصول; quantity: الكمية المطلوبة`),
};

/** Classes, each with its labels: `class: label, label; class: label`, on lines of their own too. */
function read(text: string): Readonly<Record<string, readonly string[]>> {
  const entries = text
    .split(/[;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [name = "", labels = ""] = entry.split(": ");
      return [name, labels.split(", ")] as const;
    });
  return Object.fromEntries(entries);
}
