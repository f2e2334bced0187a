"""Names of countries as listings write them, and their ISO 3166-1 codes.

English names: GeoNames (CC BY 4.0). The other names were written for this table.
"""

from startline.core.text import words

_ENGLISH = """
AD=Andorra;AE=United Arab Emirates;AF=Afghanistan;AG=Antigua and Barbuda;AI=Anguilla;AL=Albania;
AM=Armenia;AO=Angola;AQ=Antarctica;AR=Argentina;AS=American Samoa;AT=Austria;AU=Australia;
AW=Aruba;AX=Aland Islands;AZ=Azerbaijan;BA=Bosnia and Herzegovina;BB=Barbados;BD=Bangladesh;
BE=Belgium;BF=Burkina Faso;BG=Bulgaria;BH=Bahrain;BI=Burundi;BJ=Benin;BL=Saint Barthelemy;
BM=Bermuda;BN=Brunei;BO=Bolivia;BQ=Bonaire;BR=Brazil;BS=Bahamas;BT=Bhutan;BW=Botswana;BY=Belarus;
BZ=Belize;CA=Canada;CC=Cocos Islands;CD=Democratic Republic of the Congo;
CF=Central African Republic;CG=Republic of the Congo;CH=Switzerland;CI=Ivory Coast;
CK=Cook Islands;CL=Chile;CM=Cameroon;CN=China;CO=Colombia;CR=Costa Rica;CU=Cuba;CV=Cabo Verde;
CW=Curacao;CX=Christmas Island;CY=Cyprus;CZ=Czechia;DE=Germany;DJ=Djibouti;DK=Denmark;
DM=Dominica;DO=Dominican Republic;DZ=Algeria;EC=Ecuador;EE=Estonia;EG=Egypt;EH=Western Sahara;
ER=Eritrea;ES=Spain;ET=Ethiopia;FI=Finland;FJ=Fiji;FK=Falkland Islands;FM=Micronesia;
FO=Faroe Islands;FR=France;GA=Gabon;GB=United Kingdom;GD=Grenada;GE=Georgia;GF=French Guiana;
GG=Guernsey;GH=Ghana;GI=Gibraltar;GL=Greenland;GM=Gambia;GN=Guinea;GP=Guadeloupe;
GQ=Equatorial Guinea;GR=Greece;GT=Guatemala;GU=Guam;GW=Guinea-Bissau;GY=Guyana;HK=Hong Kong;
HN=Honduras;HR=Croatia;HT=Haiti;HU=Hungary;ID=Indonesia;IE=Ireland;IL=Israel;IM=Isle of Man;
IN=India;IQ=Iraq;IR=Iran;IS=Iceland;IT=Italy;JE=Jersey;JM=Jamaica;JO=Jordan;JP=Japan;KE=Kenya;
KG=Kyrgyzstan;KH=Cambodia;KI=Kiribati;KM=Comoros;KN=Saint Kitts and Nevis;KP=North Korea;
KR=South Korea;KW=Kuwait;KY=Cayman Islands;KZ=Kazakhstan;LA=Laos;LB=Lebanon;LC=Saint Lucia;
LI=Liechtenstein;LK=Sri Lanka;LR=Liberia;LS=Lesotho;LT=Lithuania;LU=Luxembourg;LV=Latvia;
LY=Libya;MA=Morocco;MC=Monaco;MD=Moldova;ME=Montenegro;MF=Saint Martin;MG=Madagascar;
MH=Marshall Islands;MK=North Macedonia;ML=Mali;MM=Myanmar;MN=Mongolia;MO=Macao;
MP=Northern Mariana Islands;MQ=Martinique;MR=Mauritania;MS=Montserrat;MT=Malta;MU=Mauritius;
MV=Maldives;MW=Malawi;MX=Mexico;MY=Malaysia;MZ=Mozambique;NA=Namibia;NC=New Caledonia;NE=Niger;
NF=Norfolk Island;NG=Nigeria;NI=Nicaragua;NL=The Netherlands;NO=Norway;NP=Nepal;NR=Nauru;NU=Niue;
NZ=New Zealand;OM=Oman;PA=Panama;PE=Peru;PF=French Polynesia;PG=Papua New Guinea;PH=Philippines;
PK=Pakistan;PL=Poland;PM=Saint Pierre and Miquelon;PN=Pitcairn;PR=Puerto Rico;
PS=Palestinian Territory;PT=Portugal;PW=Palau;PY=Paraguay;QA=Qatar;RE=Reunion;RO=Romania;
RS=Serbia;RU=Russia;RW=Rwanda;SA=Saudi Arabia;SB=Solomon Islands;SC=Seychelles;SD=Sudan;
SE=Sweden;SG=Singapore;SH=Saint Helena;SI=Slovenia;SJ=Svalbard and Jan Mayen;SK=Slovakia;
SL=Sierra Leone;SM=San Marino;SN=Senegal;SO=Somalia;SR=Suriname;SS=South Sudan;
ST=Sao Tome and Principe;SV=El Salvador;SX=Sint Maarten;SY=Syria;SZ=Eswatini;
TC=Turks and Caicos Islands;TD=Chad;TG=Togo;TH=Thailand;TJ=Tajikistan;TK=Tokelau;TL=Timor Leste;
TM=Turkmenistan;TN=Tunisia;TO=Tonga;TR=Turkey;TT=Trinidad and Tobago;TV=Tuvalu;TW=Taiwan;
TZ=Tanzania;UA=Ukraine;UG=Uganda;US=United States;UY=Uruguay;UZ=Uzbekistan;VA=Vatican;
VC=Saint Vincent and the Grenadines;VE=Venezuela;VG=British Virgin Islands;
VI=U.S. Virgin Islands;VN=Vietnam;VU=Vanuatu;WF=Wallis and Futuna;WS=Samoa;XK=Kosovo;YE=Yemen;
YT=Mayotte;ZA=South Africa;ZM=Zambia;ZW=Zimbabwe
"""

_OTHERS = """
AD=Andorre;AT=Österreich|Autriche|Áustria|奥地利|オーストリア|오스트리아
AU=Australien|Australie|Austrália|澳大利亚|オーストラリア|호주
BE=Belgien|Belgique|België|Bélgica|Belgio|比利时|ベルギー|벨기에
BR=Brasil|Brasilien|Brésil|Brasile|巴西|ブラジル|브라질;CA=Kanada|Canadá|加拿大|カナダ|캐나다
CH=Schweiz|Suisse|Svizzera|Suiza|Suíça|瑞士|スイス|스위스
CN=中国|中國|中华人民共和国|중국|Chine|Kina|PR China|People's Republic of China|Cina
CZ=Czech Republic|Tschechien|Tschechische Republik|Tchéquie|Tchéquia|República Checa|Chequia
|Česko|Česká republika|Repubblica Ceca|捷克|チェコ|체코
DE=Deutschland|Allemagne|Alemania|Alemanha|Germania|Duitsland|德国|ドイツ|독일
DK=Dänemark|Danmark|Danemark|Dinamarca|Danimarca|丹麦|デンマーク|덴마크
ES=España|Espanha|Espagne|Spanien|Spagna|Espanya|西班牙|スペイン|스페인
FI=Finnland|Suomi|Finlande|Finlandia|Finlândia|芬兰|フィンランド|핀란드
FR=Frankreich|Francia|França|法国|法國|フランス|프랑스
GB=UK|U.K.|Great Britain|England|Scotland|Wales|Northern Ireland|Großbritannien
|Vereinigtes Königreich|Royaume-Uni|Reino Unido|Regno Unito|英国|英國|イギリス|영국
GR=Griechenland|Grèce|Grecia|Grécia|Ελλάδα|Hellas|希腊|ギリシャ|그리스
HK=Hong Kong, China|Hongkong|香港|홍콩;HR=Kroatien|Croatie|Croacia|Croácia|Hrvatska
HU=Ungarn|Hongrie|Hungría|Hungria|Magyarország|Ungheria
IE=Irland|Irlande|Irlanda|Éire|Republic of Ireland|爱尔兰|アイルランド|아일랜드
IT=Italien|Italie|Italia|Itália|意大利|イタリア|이탈리아
JP=Japon|Japón|Japão|Giappone|日本|일본
KR=Korea|Republic of Korea|Korea, Republic of|Südkorea|Corée du Sud|Corea del Sur
|Coreia do Sul|Corea del Sud|韩国|韓国|대한민국|한국;LU=Luxemburg|Luxemburgo|Lussemburgo
MA=Marokko|Maroc|Marruecos|Marrocos|摩洛哥|モロッコ|모로코;MO=Macau|澳门|澳門|마카오
MX=México|Mexiko|Mexique
NL=Netherlands|Holland|Nederland|Niederlande|Pays-Bas|Países Bajos|Países Baixos|Paesi Bassi
|荷兰|オランダ|네덜란드;NO=Norwegen|Norge|Norvège|Noruega|Norvegia|挪威|ノルウェー|노르웨이
NZ=Neuseeland|Nouvelle-Zélande|Nueva Zelanda|Nova Zelândia|新西兰|ニュージーランド|뉴질랜드
PL=Polen|Polska|Pologne|Polonia|Polónia|Polônia|波兰|ポーランド|폴란드
PT=葡萄牙|ポルトガル|포르투갈|Portogallo;RE=La Réunion|Île de la Réunion
RO=Rumänien|Roumanie|Rumania|Roménia|România
RU=Russian Federation|Russland|Russie|Rusia|Rússia|Россия
SE=Schweden|Sverige|Suède|Suecia|Suécia|Svezia|瑞典|スウェーデン|스웨덴
SG=Singapur|Singapour|Singapura|新加坡|シンガポール|싱가포르
SI=Slowenien|Slovénie|Eslovenia|Eslovénia|Slovenija
SK=Slowakei|Slovaquie|Eslovaquia|Eslováquia|Slovak Republic
TH=Thaïlande|Tailandia|Tailândia|泰国|タイ|태국
TR=Türkei|Türkiye|Turquie|Turquía|Turquia|土耳其|トルコ|튀르키예|터키
TW=台湾|台灣|대만|Chinese Taipei;UA=Ukraine|Україна
US=USA|U.S.A.|U.S.|United States of America|Vereinigte Staaten|États-Unis|Estados Unidos
|EE.UU.|EUA|Stati Uniti|美国|美國|アメリカ|미국;VN=Viet Nam|越南|ベトナム|베트남
ZA=Südafrika|Afrique du Sud|Sudáfrica|África do Sul|Sudafrica|南非|남아프리카
CV=Cape Verde|Cabo Verde;CI=Côte d'Ivoire;SZ=Swaziland;MK=Macedonia|Nordmazedonien
BA=Bosnia|Bosnien und Herzegowina;MM=Burma;IR=Iran, Islamic Republic of;AE=UAE|U.A.E.|Emirates
BG=Bulgarien|Bulgarie|България;EE=Estland|Eesti;LT=Litauen|Lietuva;LV=Lettland|Latvija
IS=Island|Islande|Islandia
"""


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in (_ENGLISH + _OTHERS).replace("\n|", "|").replace("\n", ";").split(";"):
        code, _, names = line.partition("=")
        for name in names.split("|"):
            if folded := " ".join(words(name)):
                table[folded] = code
    return table


_CODES = _table()
_ALL_CODES = frozenset(_CODES.values())


def country_code(text: str) -> str:
    """The ISO code of a country named in any of our languages, or empty: "PA, United States" is US.

    A code itself ("pt", "PT") is taken; of a list, the whole is tried first, then its last part.
    """
    text = text.strip()
    if len(text) == 2 and text.isascii() and text.upper() in _ALL_CODES:
        return text.upper()
    for part in (text, text.rpartition(",")[2]):
        if code := _CODES.get(" ".join(words(part))):
            return code
    return ""
