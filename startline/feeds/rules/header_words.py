"""Header words of lists in many languages, per field of a listing.

A header is compared as folded words ("ElevationGain", "elevation_gain" and "Elevation gain" are
one). Fields in `EXACT` are taken only on the whole header, others also on words inside it.
"""

from startline.core.text import words

_EN_DE_FR_ES_IT_PT = {
    "key": "slug|uid|guid|id|key|race id|event id|identifier|race year id|race key|code",
    "name": "name|title|event name|event|race name|race title|full name|titel|titre|nombre|nome|"
    "nom|"
    "bezeichnung|veranstaltung|wettkampf|laufname|name der veranstaltung|carrera|prueba|evento|"
    "corrida|"
    "prova|epreuve|nom de l epreuve|nom de la course|gara|manifestazione|nome gara|nome da prova|"
    "nombre de la carrera|nombre de la prueba|nome evento|naam|wedstrijd|event title|label",
    "race": "race|competition|race name|distance name|sub event|wertung|parcours nom",
    "date": "date|start date|startdate|start|begin|begins|start day|when|day|next date|event "
    "date|race date|"
    "datum|tag|termin|startdatum|beginn|date de debut|date debut|jour|date de l epreuve|fecha|"
    "fecha inicio|fecha de inicio|fecha de la prueba|data|data inizio|data inicio|data de inicio|"
    "data da prova|data gara|giorno|dia|inicio|quando|cuando|quand|wann|date time|datetime|date "
    "start|"
    "starts on|starts at|start at|start time|time",
    "end_date": "end|end date|enddate|ends|until|to date|bis|ende|enddatum|fin|date de fin|date "
    "fin|fecha fin|"
    "fecha de fin|data fim|data de fim|data fine|fine|next end date|date end|ends on",
    "time": "time|start time|starttime|uhrzeit|startzeit|zeit|hora|hora de inicio|hora de "
    "salida|heure|"
    "heure de depart|ora|orario|ora partenza|horario|hora partida|gun time",
    "timezone": "timezone|time zone|tz|zeitzone|zona horaria|fuso horario|fuseau horaire",
    "place": "place|location|location name|place name|start location|start place|where|ort|"
    "veranstaltungsort|"
    "startort|lieu|lugar|luogo|local|sede|plaats|localizacion|localizacao|lieu de depart|"
    "meeting point",
    "city": "city|town|locality|municipality|village|stadt|gemeinde|ville|commune|ciudad|localidad|"
    "poblacion|municipio|cidade|localidade|concelho|citta|comune|stad",
    "venue": "venue|address|street address|street|adresse|anschrift|direccion|endereco|morada|"
    "indirizzo",
    "province": "province|provincia|prov|county|district|distrito|landkreis|kreis|departement|"
    "admin 2|"
    "administrative area level 2",
    "region": "region|state|admin 1|admin1|administrative area level 1|bundesland|kanton|canton|"
    "regiao|"
    "comunidad autonoma|ccaa|comunidad|estado|uf|regione|address region|area",
    "country": "country|land|pays|pais|paese|nation|country code|countrycode|address country|"
    "nazione|staat",
    "latitude": "lat|latitude|breite|breitengrad|latitud|latitudine|geo lat|y",
    "longitude": "lon|lng|long|longitude|laenge|lange|langengrad|longitud|longitudine|geo lon|"
    "geo lng|x",
    "position": "geo|coordinates|coords|latlng|lat lng|lat lon|latlon|position|gps|koordinaten|"
    "coordenadas|"
    "coordonnees|coordinate|geo point|grid reference|grid ref",
    "distance": "distance|distances|distance km|distance m|distance miles|km|kms|kilometers|"
    "kilometres|length|"
    "official km|distanz|distanzen|strecke|strecken|streckenlange|lange|distancia|distancias|"
    "recorrido|"
    "recorridos|longueur|parcours|percorsi|percorso|percurso|percursos|distanza|distanze|courses|"
    "details|afstand|afstanden|miles|race distance|distance in km",
    "climb": "elevation|elevation gain|climb|ascent|total ascent|hohenmeter|hm|anstieg|d|denivele|"
    "denivele positif|desnivel|desnivel positivo|dislivello|dislivello positivo|official climb m|"
    "climb m|elevation m|gain|vertical gain|elev gain|d plus",
    "descent": "elevation loss|descent|total descent|abstieg|denivele negatif|desnivel negativo|"
    "loss",
    "website": "website|web|homepage|official url|official website|official site|site|url|link|"
    "event url|race url|"
    "webseite|internet|sitio web|pagina web|pagina|sito|sito web|site officiel|site internet|"
    "web site|"
    "website url|external race url|web oficial|site oficial",
    "entry_url": "registration url|entry url|entry link|registration link|signup|sign up|"
    "register|register url|"
    "anmeldung|anmeldelink|inscription|lien inscription|inscripcion|inscripciones|inscricao|"
    "inscricoes|iscrizione|iscrizioni",
    "listing_url": "detail url|source page|source url|listing url|permalink|page url|detail|"
    "detail link",
    "organizer": "organizer|organiser|organizer name|organizador|organizadora|organizacion|"
    "organizacao|"
    "organizzatore|organisateur|organisation|veranstalter|ausrichter|organizzazione|club|"
    "organisator|"
    "promoter|host",
    "description": "description|summary|notes|note|info|beschreibung|bemerkung|descripcion|"
    "descricao|descrizione|"
    "oneline description|short description|commentaire|remarks|about|observaciones|observacoes",
    "kind": "categories|category|type|sport|discipline|kind|surface|tags|art|kategorie|"
    "kategorien|disziplin|"
    "sportart|tipo|modalidad|modalidade|typ|genre|tipologia|event type|race type|participation|"
    "categoria|categorias|disciplina|terrain|terreno|details type|theme",
    "status": "status|event status|registration status|cancelled|canceled|stato|etat",
    "price": "price|fee|cost|entry fee|prices|fees|preis|startgeld|startgebuhr|gebuhr|"
    "teilnahmegebuhr|prix|tarif|"
    "precio|cuota|precio inscripcion|preco|valor|valor inscricao|prezzo|quota|costo|quota "
    "iscrizione|"
    "registration fee|offers price",
    "entry_window": "registration|reg period|registration period|entry period|anmeldezeitraum|"
    "registration dates|"
    "plazo de inscripcion|periodo de inscricao|periode inscription",
    "entry_opens": "registration opens|entries open|entry opens|open date|registration start|"
    "opens|opens on|"
    "registration open date|anmeldebeginn|apertura inscripciones|ouverture inscriptions",
    "entry_closes": "registration closes|entries close|entry closes|close date|registration end|"
    "closes|closing date|"
    "deadline|registration deadline|entry deadline|anmeldeschluss|meldeschluss|cierre "
    "inscripciones|"
    "cloture inscriptions|registration close date|limite inscricao|scadenza iscrizioni",
    "places": "capacity|limit|places|participant limit|max participants|teilnehmerlimit|"
    "startplatze|plazas|"
    "vagas|posti|places disponibles|field limit|spots|quota max",
    "modified": "lastmod|updated|updated at|last modified|modified|modified at|last seen|last "
    "update|"
    "dtstamp|last updated|date modified",
    "picture": "image|picture|photo|bild|imagen|imagem|logo url|image url|poster|immagine|foto|"
    "affiche",
    "races": "races|categories|distances|events|courses|wettbewerbe|laufe|epreuves|pruebas|"
    "provas|gare",
}

_KO_ZH_JA = {
    "key": "번호|编号|編號|番号",
    "name": "대회명|대회이름|대회|이름|명칭|행사명|赛事名称|赛事|名称|比赛名称|比赛|賽事名稱|"
    "賽事|活动名称|大会名|大会|レース名|名前|"
    "イベント名|大会名称",
    "date": "날짜|일자|대회일|대회일자|대회일시|일시|개최일|개최일자|行사일|日期|时间|比赛日期|"
    "比赛时间|赛事日期|賽事日期|举办日期|"
    "日時|開催日|日付|開催日時|日程|大会日|期日",
    "end_date": "종료일|结束日期|終了日",
    "time": "시간|출발시간|시작시간|출발|发枪时间|开始时间|开跑时间|スタート時間|スタート時刻|"
    "開始時間|時間",
    "place": "장소|개최지|대회장소|개최장소|집결지|地点|地點|举办地|比赛地点|场地|場所|会場|"
    "開催地|開催場所",
    "city": "도시|시군구|城市|市|市町村",
    "venue": "주소|地址|住所",
    "region": "지역|시도|省|省份|地区|地區|都道府県|地域|エリア",
    "country": "국가|나라|国家|國家|国|国名",
    "latitude": "위도|纬度|緯度",
    "longitude": "경도|经度|經度|経度",
    "position": "좌표|坐标|座標",
    "distance": "거리|코스|종목|대회종목|코스종류|项目|參賽項目|参赛项目|比赛项目|距离|距離|"
    "組別|组别|種目|コース|部門",
    "climb": "누적고도|상승고도|爬升|累计爬升|累积爬升|獲得標高|累積標高",
    "website": "홈페이지|공식홈페이지|사이트|링크|官网|官方网站|网址|網址|链接|公式サイト|"
    "ホームページ|リンク",
    "entry_url": "접수|신청|신청링크|접수링크|报名|报名链接|报名网址|エントリー|申込|申し込み",
    "organizer": "주최|주최자|주관|주최주관|主办|主办方|主办单位|主辦單位|主催|主催者",
    "description": "설명|소개|비고|내용|简介|描述|备注|備註|説明|備考|概要",
    "kind": "종류|구분|유형|类型|類型|分类|类别|種類|カテゴリ|ジャンル",
    "status": "상태|접수상태|진행상태|状态|狀態|報名狀態|报名状态|ステータス|受付状況",
    "price": "참가비|가격|费用|报名费|報名費|价格|参加費|料金|参加料",
    "entry_window": "접수기간|신청기간|모집기간|报名时间|报名日期|報名時間|エントリー期間|"
    "申込期間|募集期間",
    "entry_closes": "접수마감|마감일|报名截止|報名截止|申込締切|エントリー締切",
    "entry_opens": "접수시작|报名开始|受付開始",
    "places": "정원|모집인원|名额|名額|规模|定員|募集人数",
    "modified": "수정일|업데이트|更新时间|更新日",
    "picture": "이미지|사진|图片|画像",
}

EXACT = frozenset(
    [
        "key",
        "name",
        "race",
        "date",
        "end_date",
        "time",
        "place",
        "city",
        "venue",
        "country",
        "latitude",
        "longitude",
        "races",
        "entry_url",
        "places",
        "kind",
        "website",
        "distance",
    ]
)

SYNONYMS: dict[str, tuple[str, ...]] = {
    field: tuple(
        " ".join(words(phrase))
        for phrase in f"{text}|{_KO_ZH_JA.get(field, '')}".split("|")
        if phrase
    )
    for field, text in _EN_DE_FR_ES_IT_PT.items()
}
