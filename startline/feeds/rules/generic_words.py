"""Words that say what kind of race it is, not which one. Data of `names`."""

_GENERIC = """
corrida corridas carrera carreras cursa prova trail trails trilho trilhos trilhas run runs
running race races runner runners maratona maraton marathon marathons maratonas meia media
medio mitja half halve semi mini ultra ultras milha milla milhas legua leguas grande gran
premio gp atletismo popular pedestre cross cros campeonato nacional internacional
challenge desafio festival volta vuelta circuito circuit night noturna noturno nocturna
nocturno caminhada caminata marcha walk walking kids junior juniors infantil jovem san sao
santo santa s silvestre solidaria solidario cidade ciudad villa vila concelho by de da do
das dos del la las los el les le du des d the of and e y i en em no na nos nas a o os as
ao aos por para per con com pelo pela et di della delle und der die das im am an von vom
zum zur city stadt lauf laufe volkslauf stadtlauf berglauf halbmarathon strassenlauf
waldlauf course corsa mezza foulees relais relay relevos duatlo duathlon triatlo triatlon
triathlon copa cup trofeo trofeu torneio liga etapa edicao edicion edition memorial open
sky skyrace vertical backyard km k m h horas hours 24h 12h 6h presencial virtual annual
fell parkrun maratonky beh bieg polmaraton maratonu lopet loppet beg fun charity first
second primeira segunda event evento eventos official fest festa fiesta carnaval loop
loops
"""
_GLUED = """
트레일러닝 트레일레이스 트레일런 울트라마라톤 하프마라톤 마라톤 대회 전국
국제 트레일 러닝 레이스 하프 울트라 걷기 축제
대축제 풀코스 건강 시민 커플런 가족런 패밀리런 단체전
マラソン 大会 ハーフ ロードレース 马拉松 半程 半马 全程
比赛 国际 国際 越野 赛
"""
_KIDS = """
kids junior juniors infantil infantis ninos criancas kinder enfants bambini crianca kid
jovem children miudos juvenil
"""

# Folded: Portuguese, Spanish, French, Italian, German, Dutch, English, Nordic, Slavic.
GENERIC = frozenset(_GENERIC.split())
# The same inside words that are written together: Korean, Japanese and Chinese. Longest first.
GLUED = tuple(sorted(_GLUED.split(), key=len, reverse=True))
KIDS = frozenset(_KIDS.split())
