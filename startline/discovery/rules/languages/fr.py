"""French: the words of a query and what they mean."""

WORDS: dict[str, dict[str, str]] = {
    # Small words
    "article": {"": "le, la, les, l, un, une, des, d, du, de"},
    "of": {"": "de, du, d, des, de la, de l"},
    "in": {
        "": "au mois de, au mois d, durant le mois de, pendant le mois de, en, au, aux, dans, à, "
        "pendant, pour, durant, au cours de, au cours du, courant, sur",
    },
    "at": {
        "": "à, en, au, aux, dans, dans le, dans la, dans les, dans l, sur, chez, du côté de, de, "
        "du, d, de la, des, à la",
    },
    "and": {"": "et"},
    "or": {"": "ou"},
    "to": {"": "à, au, jusqu à, jusqu au, jusqu en, jusque, à la"},
    "between": {"": "entre, entre le"},
    "start_range": {"": "de, du, d, à partir de, depuis, entre"},
    "under": {
        "": "moins de, moins d, sous, jusqu à, maximum, max, maxi, au plus, pas plus de, "
        "inférieur à, moins cher que, en dessous de, à moins de, au maximum, pour moins de, "
        "ne dépassant pas, limité à, inférieure à, plus court que",
    },
    "over": {
        "": "plus de, plus d, au moins, minimum, min, mini, à partir de, au dessus de, "
        "supérieur à, dès, au minimum, supérieure à, plus long que, pas moins de, au delà de",
    },
    "about": {"": "environ, autour de, à peu près, vers, approximativement, près de, dans les"},
    "or_more": {"": "ou plus, et plus, minimum, mini, au moins, et au delà, ou plus long"},
    "or_less": {"": "ou moins, et moins, maximum, maxi, max, au plus, au maximum, ou moins cher"},
    # Places
    "near": {
        "": "près de, près d, près du, proche de, proche d, à côté de, à coté de, autour de, "
        "autour d, aux alentours de, aux environs de, environs de, alentours de, à proximité de, "
        "proximité de, pas loin de, non loin de, du côté de, vers, autour du, "
        "dans les environs de, près des, proche du, proche, près, autour, dans la région de, "
        "région de, dans le coin de, à proximité d, aux environs d, aux alentours d, "
        "pas trop loin de, dans les alentours de, secteur, dans le secteur de, aux abords de",
    },
    "area": {
        "": "et environs, et alentours, et ses environs, et ses alentours, région, et sa région, "
        "environs, alentours",
    },
    "within": {
        "": "dans un rayon de, dans un rayon d, rayon de, rayon, à moins de, à moins d, "
        "dans un périmètre de, périmètre de, dans un rayon maximum de, un rayon de",
    },
    "around": {
        "": "autour de, autour d, autour du, à la ronde autour de, des environs de, maximum de, "
        "maxi de, max de, de la ville de",
    },
    "away": {"": "à la ronde, de distance, alentours, de rayon, aux alentours, à l entour"},
    "at_distance": {"": "à, à environ, à maximum, à max, dans les, au maximum à"},
    "near_me": {
        "": "près de moi, autour de moi, près de chez moi, à côté de chez moi, proche de moi, "
        "proche de chez moi, autour de chez moi, à proximité, dans le coin, près d ici",
    },
    "everyday": {
        "": "tour, mont, blanc, champs, isle, grand, grande, petit, petite, belle, beau, rapide, "
        "facile, lac, lacs, mer, vignes, vignoble, château, châteaux, féminine, familiale, "
        "caritative, étoiles, village, sables, pont, port, courte, courtes, court, longue, "
        "longues, long, longs, plage, plages, nice, tours, lens, bar, nature, foulées, ronde, "
        "nuit, femmes, nocturne, ville",
    },
    # Time
    "on": {"": "le, au, à, en, pour, pour le, vers, aux, pendant, autour de, ce"},
    "from": {
        "": "à partir de, à partir du, à partir d, dès, dès le, depuis, à compter de, à compter du",
    },
    "until": {
        "": "jusqu à, jusqu au, jusqu en, jusque, d ici, d ici le, au plus tard, jusqu à la, "
        "d ici à, d ici au, jusqu aux, au plus tard le, au plus tard en, d ici la",
    },
    "before": {"": "avant, avant le, avant la, plus tôt que"},
    "after": {"": "après, après le, après la, passé, passé le"},
    "this": {"": "ce, cet, cette, ces"},
    "coming": {"": "à venir, qui vient, qui arrive"},
    "next": {"": "prochain, prochaine, prochains, prochaines, suivant, suivante"},
    "after_next": {"": "en huit, d après"},
    "today": {
        "0": "aujourd hui, ce soir",
        "1": "demain",
        "2": "après demain",
    },
    "weekend": {"": "ce we, le we, week end, weekend, week ends, weekends"},
    "week": {"": "semaine"},
    "month_unit": {"": "mois"},
    "year_unit": {"": "an, année"},
    "days": {
        "1": "jour, jours",
        "7": "semaine, semaines",
        "30": "mois",
        "365": "an, ans, année, années",
    },
    "month": {
        "1": "janvier, janv",
        "2": "février, fevr, févr, fév",
        "3": "mars",
        "4": "avril, avr",
        "5": "mai",
        "6": "juin",
        "7": "juillet, juil, juill",
        "8": "août, aoû, aout",
        "9": "septembre, sept",
        "10": "octobre, oct",
        "11": "novembre, nov",
        "12": "décembre, déc",
    },
    "weekday": {
        "0": "lundi, lundis",
        "1": "mardi, mardis",
        "2": "mercredi, mercredis",
        "3": "jeudi, jeudis",
        "4": "vendredi, vendredis",
        "5": "samedi, samedis",
        "6": "dimanche, dimanches",
    },
    "weekday_short": {
        "0": "lun",
        "2": "mer",
        "3": "jeu",
        "4": "ven",
        "5": "sam",
        "6": "dim",
    },
    "season": {
        "spring": "printemps",
        "summer": "été",
        "autumn": "automne",
        "winter": "hiver",
    },
    "part": {
        "early": "début, au début de, au début du, début du mois de, au début du mois de, debut",
        "mid": "mi, milieu, au milieu de, au milieu du, à la mi, la mi",
        "late": "fin, à la fin de, à la fin du, fin du mois de, à la fin du mois de, la fin, "
        "la fin de, la fin du",
    },
    "holiday": {
        "easter": "pâques, week end de pâques",
        "whitsun": "pentecôte, la pentecôte, week end de la pentecôte",
        "ascension": "ascension, l ascension",
        "christmas": "noël",
        "new_year": "nouvel an, jour de l an",
        "new_year_eve": "saint sylvestre, réveillon",
        "easter 1": "lundi de pâques",
        "easter 50": "lundi de pentecôte",
        "easter 0": "dimanche de pâques",
        "year_end": "fin d année, fin de l année, la fin de l année",
    },
    "ordinal": {
        "1": "premier, première, 1er, 1ère",
        "2": "deuxième, second, seconde, 2e, 2ème",
        "3": "troisième, 3e, 3ème",
        "4": "quatrième, 4e, 4ème",
        "-1": "dernier, dernière",
    },
    "ordinal_mark": {"": "er, ère, e, ème, nd"},
    # Numbers and units
    "number": {
        "2": "deux",
        "3": "trois",
        "4": "quatre",
        "5": "cinq",
        "6": "six",
        "7": "sept",
        "8": "huit",
        "9": "neuf",
        "10": "dix",
        "12": "douze",
        "15": "quinze",
        "20": "vingt",
        "24": "vingt quatre",
        "25": "vingt cinq",
        "30": "trente",
        "40": "quarante",
        "50": "cinquante",
        "60": "soixante",
        "70": "soixante dix",
        "80": "quatre vingt, quatre vingts",
        "90": "quatre vingt dix",
        "100": "cent",
    },
    "unit_km": {"": "km, kms, kilomètre, kilomètres, k, bornes"},
    "unit_mile": {"": "mile, miles, milles"},
    "unit_m": {"": "m, mètre, mètres"},
    "hours": {"": "h, heure, heures"},
    "minutes": {"": "min, mn, minute, minutes"},
    "currency": {
        "EUR": "€, eur, euro, euros",
        "CHF": "chf, francs suisses, franc suisse, francs",
        "USD": "$, dollars, dollar",
        "GBP": "£, livres, livres sterling",
        "CAD": "cad, dollars canadiens",
    },
    # Races
    "named": {
        "21097.5": "semi maraton, semi, semis, semi marathon, semi marathons, semimarathon, "
        "demi marathon, demi marathons, demi, semis marathons, demis marathons",
        "42195": "marathon, marathons",
        "10548.75": "quart de marathon",
    },
    "longer": {
        "": "ultra, ultras, ultra marathon, ultramarathon, ultra marathons, ultramarathons, "
        "ultra distance, ultrafond",
    },
    "compound": {
        "trail running ultra": "ultra trail, ultratrail, ultra trails, ultratrails",
        "hilly running": "course de montagne, courses de montagne, course en montagne, "
        "courses en montagne",
    },
    "length_word": {"": "distance, distances, longueur, de long, parcours de, course de"},
    "sport": {
        "running": "course à pied, courses à pied, running, course pédestre, courses pédestres, "
        "footing",
        "walking": "marche, marches, randonnée, randonnées, rando, randos, marche nordique, "
        "marche à pied, randonnée pédestre, randonnées pédestres, marche populaire, trekking",
        "triathlon": "triathlon, triathlons",
        "duathlon": "duathlon, duathlons",
        "aquathlon": "aquathlon, aquathlons",
        "aquabike": "aquabike",
        "swimrun": "swimrun, swim run, swimruns",
        "swimming": "natation, nage, nager, eau libre, nage en eau libre, natation en eau libre, "
        "course de natation, traversée à la nage, nage eau libre, natation eau libre, "
        "course en eau libre, courses en eau libre, eaux libres",
        "cycling": "vélo, cyclisme, cyclosportive, cyclosportives, cyclo, course cycliste, vtt, "
        "courses cyclistes, cycliste, course de vélo, courses de vélo, cyclo sportive, à vélo, "
        "course vtt, course de vtt, course vélo, randonnée vtt, randonnée cycliste, rando vtt, "
        "cyclotourisme, course à vélo, épreuve cycliste, randonnée à vélo",
        "obstacle": "obstacles, course à obstacles, courses à obstacles, course d obstacles, "
        "courses d obstacles, ocr, course obstacles, parcours d obstacles, obstacle, "
        "course avec obstacles",
        "skiing": "ski, ski de fond, ski nordique",
    },
    "surface": {
        "road": "route, sur route, bitume, asphalte, goudron, macadam, routes, sur bitume, "
        "sur asphalte, sur le bitume, sur la route",
        "road running": "course sur route, courses sur route, course route, course de route",
        "trail running": "trail, trails, trail running, course trail, courses trail, "
        "course de trail, trail nature, course nature, courses nature",
        "trail": "sentier, sentiers, sur sentier, sur sentiers, tout terrain, sur chemins, "
        "sur chemin",
        "track": "piste, sur piste, tartan, sur la piste",
        "track running": "course sur piste, courses sur piste, course piste",
        "cross running": "cross, cross country, cross court, cross long, un cross, course de cross",
        "gravel": "gravel, gravier",
        "mixed": "terrain mixte, surface mixte, parcours mixte",
    },
    "relief": {
        "hilly": "vallonné, vallonnée, vallonnés, vallonnées, vallone, vallonee, montagne, "
        "en montagne, de montagne, montagneux, montagneuse, côtes, avec des côtes, montagnes, "
        "avec du dénivelé, du dénivelé, pentu, pentue, raide, escarpé, accidenté, accidentée, "
        "beaucoup de dénivelé, gros dénivelé, fort dénivelé, avec dénivelé, pas plat, bosselé, "
        "bosselée, collines, avec beaucoup de dénivelé, avec un gros dénivelé, parcours vallonné, "
        "très vallonné, alpin, alpine, côteux, pas plate",
        "flat": "parcours rapide, parcours roulant, roulant, roulante, plat, plate, plats, "
        "plates, plat et rapide, parcours plat, sans dénivelé, peu de dénivelé, sans côtes, "
        "sans côte, sans bosse, peu vallonné, pas de dénivelé, tout plat, faible dénivelé, "
        "plate et rapide, terrain plat, profil plat, pas vallonné, avec peu de dénivelé, "
        "sur du plat, sur le plat, tout plate, très plat, pas de côtes, rapide et plat",
    },
    # Entry
    "open": {
        "": "inscriptions ouvertes, inscription ouverte, inscriptions encore ouvertes, "
        "inscription encore ouverte, encore ouvert, encore ouverte, encore ouvertes, ouvert, "
        "ouverte, ouvertes, places disponibles, places restantes, encore des places, "
        "places libres, des places, inscription possible, inscriptions possibles, pas complet, "
        "pas complète, non complet, dossards disponibles, dossard disponible, "
        "encore des dossards, ouvert aux inscriptions, ouverte aux inscriptions, "
        "inscriptions en cours, encore de la place, reste des places, il reste des places, "
        "reste de la place, où il reste des places, avec inscriptions ouvertes, non complète, "
        "inscriptions toujours ouvertes, toujours ouvertes, toujours ouvert, dispo, places dispo, "
        "dossards dispo, dossards restants, place disponible, s inscrire encore, "
        "encore possible de s inscrire, inscriptions non closes, avec des places",
    },
    "free": {
        "": "gratuit, gratuite, gratuits, gratuites, gratuitement, sans frais, "
        "inscription gratuite, entrée gratuite, gratis",
    },
    "price_tag": {
        "": "prix, tarif, tarifs, coût, frais d inscription, inscription, dossard, budget, frais, "
        "coûtant, droit d inscription, prix d inscription, tarif d inscription, coûte, "
        "prix du dossard, droits d inscription, dossards",
    },
    "price_for": {"": "pour, à, au prix de, au tarif de"},
    "cutoff": {
        "": "temps limite, barrière horaire, barrières horaires, limite de temps, délai, "
        "temps maximum, temps maximal, temps max, barrière, limite, cut off, cutoff, "
        "limite horaire, délai maximum, temps imparti, limite temps, temps limité, heure limite, "
        "bh, fermeture",
    },
    "climb": {
        "": "m + de dénivelé, m de d +, dénivelé, de dénivelé, d +, de d +, dénivelé positif, "
        "de dénivelé positif, dénivelée, m +, dplus, dénivelée positive, de dénivelée, ascension, "
        "deniv, déniv, de montée, de grimpette",
    },
    # Left alone: phrases that only look understood, and words that say nothing
    "plain": {
        "": "sans barrière horaire, sans temps limite, sans limite de temps, kilomètre vertical, "
        "course de côte, demi ironman, half ironman, demi heure, demi journée, demi fond",
    },
    # Exclu
    "not": {
        "": "pas, sans, sauf, hors, hors de, hors du, hors d, excepté, exceptée, à part, mais pas, "
        "mais sans, et pas, et sans, ni, en dehors de, en dehors du, en dehors d, non, mais non, "
        "surtout pas, pas de, pas d, pas du, à l exception de, à l exception du, aucun, aucune, "
        "à l extérieur de, sauf en, autre que, autres que, jamais",
    },
    "format": {
        "relay": "relais, course en relais, courses en relais, course relais",
        "stage": "course à étapes, courses à étapes, par étapes, à étapes, plusieurs jours",
        "timed": "course horaire, course au temps, courses horaires",
        "backyard": "backyard, backyards, backyard ultra",
        "virtual": "virtuel, virtuelle, virtuels, virtuelles, course virtuelle, "
        "courses virtuelles, course connectée",
    },
    "noise": {
        "": "tout, n importe quoi, trop, "
        "pas, course, courses, épreuve, épreuves, cherche, je cherche, je, trouver, trouve, "
        "chercher, avec, pour, et, ou, le, la, les, l, un, une, des, du, de, d, à, au, aux, en, "
        "dans, sur, par, qui, que, est, sont, événement, événements, compétition, compétitions, "
        "voudrais, veux, faire, moi, où, quelle, quelles, quel, quels, il, y, a, près, parcours, "
        "toutes, tous, s il vous plaît, svp, ayant, évènement, évènements, dont, mon, ma, mes, "
        "entre, avant, après, j, aimerais, recherche, c, ce, cet, cette, ces, ne, se, passe, "
        "passant, se déroulant, qu, on, peut, ayant lieu, lieu, nous, n, s, me, encore, courir, "
        "participer, inscription, inscriptions, plutôt, aussi, sans, seulement, existe, t, ait, "
        "soit, si, possible, vers, chez, prochain, prochaine",
    },
}
