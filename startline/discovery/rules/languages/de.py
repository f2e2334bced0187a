"""German: the words of a query and what they mean."""

WORDS: dict[str, dict[str, str]] = {
    # Small words
    "article": {"": "der, die, das, den, dem, des, ein, eine, einen, einem, einer, eines"},
    "of": {"": "von, vom, des, der"},
    "in": {
        "": "im monat, in, im, am, an, auf, während, für, innerhalb, übers, über, zu, zum, zur, "
        "in der",
    },
    "at": {"": "in, im, in der, in den, in die, bei, beim, an der, am, auf, aus, nach"},
    "and": {"": "und, u"},
    "or": {"": "oder, od, bzw"},
    "to": {"": "bis, bis zu, bis zum, bis zur"},
    "between": {"": "zwischen"},
    "start_range": {"": "von, vom, ab, ab dem"},
    "under": {
        "": "unter, bis, bis zu, bis maximal, bis max, max, maximal, höchstens, weniger als, "
        "nicht mehr als, unterhalb, billiger als, günstiger als, kürzer als, nicht über, "
        "nicht länger als, nicht teurer als, unterhalb von, keine, maximum",
    },
    "over": {
        "": "über, ab, mehr als, mindestens, mind, min, minimum, länger als, wenigstens, "
        "nicht unter, nicht weniger als, von mindestens, oberhalb, oberhalb von, jenseits von, "
        "größer als, minimal",
    },
    "about": {"": "etwa, ca, circa, ungefähr, rund, zirka, um die, genau, so um die, knapp, gut"},
    "or_more": {
        "": "oder mehr, oder länger, und mehr, und länger, aufwärts, plus, und darüber, mindestens",
    },
    "or_less": {
        "": "oder weniger, oder kürzer, und weniger, maximal, max, höchstens, und darunter, "
        "oder billiger, oder günstiger",
    },
    # Places
    "near": {
        "": "region, in der region, in der region um, region um, in der region von, nahe, nähe, "
        "in der nähe von, nähe von, in der nähe, bei, um, rund um, in der umgebung von, umgebung, "
        "umgebung von, umkreis, umkreis von, im umkreis von, im umkreis, nahe bei, unweit, "
        "unweit von, nicht weit von, raum, im raum, großraum, im großraum, nicht weit weg von, "
        "rings um, nah bei, in der gegend um, in der gegend von, gegend um, in und um, nah, "
        "im umland von",
    },
    "area": {
        "": "und umgebung, umgebung, und umkreis, umkreis, und umland, umland, region, raum, "
        "und drumherum, drumherum, u umgebung",
    },
    "within": {
        "": "im umkreis von, umkreis von, umkreis, im umkreis, innerhalb von, innerhalb, "
        "im radius von, in einem umkreis von, radius, in einem radius von, im radius",
    },
    "around": {
        "": "um, rund um, umkreis um, umkreis von, im umkreis von, im umkreis um, entfernt von, "
        "entfernung von, entfernung zu, umkreis, im umkreis, rings um, entfernung um, weit von, "
        "weg von, radius um, um die stadt, rund um die stadt",
    },
    "away": {"": "entfernt, entfernung, weg, umkreis, im umkreis, umgebung, radius"},
    "at_distance": {"": "in, im"},
    "near_me": {
        "": "in meiner nähe, in der nähe, bei mir, um mich herum, in meiner umgebung, "
        "hier in der nähe, meiner nähe",
    },
    "everyday": {
        "": "bergen, lang, kurz, kurze, kurzer, essen, halle, hof, rad, bar, stade, singen, "
        "wangen, kappel, siegen, au, weil, salem, bad, ulm lauf",
    },
    "common": {
        "": "see, wald, stadt, nacht, firmenlauf, nachtlauf, silvesterlauf, team, frauen, kinder, "
        "damen, herren, tour, cup, serie, süd, nord, ost, west, sand, sonne, spaß, weg, plan",
    },
    # Time
    "on": {"": "am, an, im, zu, zum, über, an den, übers, um, rund um, zur"},
    "from": {"": "ab, ab dem, seit, beginnend, ab der, frühestens, nicht vor"},
    "until": {
        "": "bis, bis zum, bis zur, bis spätestens, spätestens, spätestens am, "
        "bis einschließlich, bis inklusive, bis in den",
    },
    "before": {"": "vor, vor dem, vor der, vor den, früher als"},
    "after": {"": "nach, nach dem, nach der, später als, nach den"},
    "this": {"": "dieses, diesen, diese, dieser, diesem, heuer"},
    "coming": {"": "kommendes, kommenden, kommende, kommender, kommendem"},
    "next": {
        "": "nächstes, nächsten, nächste, nächster, nächstem, folgenden, folgendes, folgende, "
        "naechstes, naechsten, naechste, naechster",
    },
    "after_next": {"": "übernächstes, übernächsten, übernächste, übernächster"},
    "today": {
        "0": "heute",
        "1": "morgen",
        "2": "übermorgen, uebermorgen",
    },
    "weekend": {"": "am we, dieses we, wochende, wochendende, wochenende, wochenenden, wochenends"},
    "week": {"": "woche"},
    "month_unit": {"": "monat, monats"},
    "year_unit": {"": "jahr, jahres, jahre"},
    "days": {
        "1": "tag, tage, tagen",
        "7": "woche, wochen",
        "30": "monat, monate, monaten",
        "365": "jahr, jahre, jahren",
    },
    "month": {
        "1": "januar, jänner, jaenner, jan",
        "2": "februar, feber, feb",
        "3": "märz, maerz, mrz",
        "4": "april, apr",
        "5": "mai",
        "6": "juni, jun",
        "7": "juli, jul",
        "8": "august, aug",
        "9": "september, sept, sep",
        "10": "oktober, okt",
        "11": "november, nov",
        "12": "dezember, dez",
    },
    "weekday": {
        "0": "montag, montags",
        "1": "dienstag, dienstags",
        "2": "mittwoch, mittwochs",
        "3": "donnerstag, donnerstags",
        "4": "freitag, freitags",
        "5": "samstag, samstags, sonnabend, sonnabends",
        "6": "sonntag, sonntags",
    },
    "weekday_short": {
        "0": "mo",
        "1": "di",
        "2": "mi",
        "3": "do",
        "4": "fr",
        "5": "sa",
        "6": "so",
    },
    "season": {
        "spring": "frühling, frühjahr, fruehling, fruehjahr, frühlings, frühjahrs",
        "summer": "sommer, sommers",
        "autumn": "herbst, herbstes",
        "winter": "winter, winters",
    },
    "part": {
        "early": "anfang, anfangs, beginn, zu beginn, früh im",
        "mid": "mitte",
        "late": "ende",
    },
    "holiday": {
        "easter": "ostern, osterwochenende, osterfeiertage",
        "whitsun": "pfingsten, pfingstwochenende",
        "ascension": "himmelfahrt, christi himmelfahrt, vatertag",
        "christmas": "weihnachten",
        "new_year": "neujahr",
        "new_year_eve": "silvester, sylvester",
        "easter 1": "ostermontag",
        "easter 0": "ostersonntag",
        "easter -2": "karfreitag",
        "easter 50": "pfingstmontag",
        "easter 49": "pfingstsonntag",
        "easter 60": "fronleichnam",
        "easter -1": "karsamstag",
        "year_end": "jahresende",
    },
    "ordinal": {
        "1": "erste, ersten, erstes, erster",
        "2": "zweite, zweiten, zweites, zweiter",
        "3": "dritte, dritten, drittes, dritter",
        "4": "vierte, vierten, viertes, vierter",
        "5": "fünfte, fünften, fünftes",
        "-1": "letzte, letzten, letztes, letzter",
    },
    "ordinal_mark": {"": "ter, ten"},
    # Numbers and units
    "number": {
        "1": "eins",
        "2": "zwei",
        "3": "drei",
        "4": "vier",
        "5": "fünf, fuenf",
        "6": "sechs",
        "7": "sieben",
        "8": "acht",
        "9": "neun",
        "10": "zehn",
        "12": "zwölf, zwoelf",
        "15": "fünfzehn, fuenfzehn",
        "20": "zwanzig",
        "24": "vierundzwanzig",
        "25": "fünfundzwanzig",
        "30": "dreißig, dreissig",
        "40": "vierzig",
        "50": "fünfzig, fuenfzig",
        "60": "sechzig",
        "70": "siebzig",
        "80": "achtzig",
        "90": "neunzig",
        "100": "hundert, einhundert",
    },
    "unit_km": {"": "km, kilometer, kilometern, kilometers, k, er"},
    "unit_mile": {"": "meile, meilen, meiler"},
    "unit_m": {"": "m, meter, metern"},
    "unit_climb": {"": "hm, höhenmeter, höhenmetern, hoehenmeter, hoehenmetern, hms"},
    "hours": {"": "h, std, stunde, stunden, stündig, stündiger, stündiges, stunden limit"},
    "minutes": {"": "min, minute, minuten"},
    "currency": {
        "EUR": "€, eur, euro, euros",
        "CHF": "chf, franken, fr, sfr, schweizer franken, stutz",
        "USD": "$, dollar, us dollar",
        "GBP": "£, pfund",
        "SEK": "schwedische kronen",
        "NOK": "norwegische kronen",
        "DKK": "dänische kronen",
        "CZK": "tschechische kronen",
    },
    # Races
    "named": {
        "21097.5": "halb maraton, halbmarathon, halbmarathons, halbmarathonlauf, halbe, halben, "
        "halber, halb, halb marathon, halber marathon, halben marathon, halbmarathonstrecke, "
        "halbmara, halbmarathonläufe",
        "42195": "marathon, marathons, marathonlauf, marathonläufe, marathondistanz, "
        "vollmarathon, ganzer marathon, marathonstrecke, marathonlänge",
        "10000": "zehner, zehnerle, zehn kilometer lauf",
        "5000": "fünfer",
        "10548.75": "viertelmarathon",
        "100000": "hunderter",
    },
    "longer": {
        "": "ultra, ultras, ultralauf, ultraläufe, ultramarathon, ultramarathons, ultradistanz, "
        "ultra lauf, ultra läufe, ultra marathon, ultrastrecke, ultraläufen",
    },
    "compound": {
        "road 42195": "straßenmarathon, strassenmarathon",
        "trail running 42195": "trailmarathon, trail marathon",
        "trail running 21097.5": "trailhalbmarathon, halbmarathontrail",
        "hilly 42195": "bergmarathon, gebirgsmarathon, berg marathon",
        "hilly 21097.5": "berghalbmarathon",
        "hilly running": "berglauf, bergläufe, berglaufs, berg lauf, bergläufen, berg läufe",
        "trail running hilly": "bergtrail, bergtrails, bergtraillauf",
        "trail running ultra": "ultratrail, ultratrails, ultra trail, trailultra, trail ultra, "
        "ultratraillauf, ultra traillauf",
    },
    "length_word": {"": "distanz, strecke, länge, lang, streckenlänge, lange, langer, langes"},
    "sport": {
        "running": "running, laufsport",
        "walking": "wandern, wanderung, wanderungen, walking, nordic walking, gehen, "
        "volkswanderung, wanderveranstaltung, wandertag, volkswandern, marsch, märsche",
        "triathlon": "triathlon, triathlons, triathlonwettkampf, triathlonwettkämpfe, "
        "volkstriathlon",
        "duathlon": "duathlon, duathlons",
        "aquathlon": "aquathlon, aquathlons, swim and run",
        "aquabike": "aquabike",
        "swimrun": "swimrun, swimruns, swim run",
        "swimming": "schwimmen, schwimmwettkampf, schwimmwettkämpfe, freiwasser, "
        "freiwasserschwimmen, freiwasserwettkampf, freiwasser schwimmen, langstreckenschwimmen, "
        "seeschwimmen, freiwasserrennen, schwimmveranstaltung, freiwasserwettkämpfe, schwimm",
        "cycling": "radfahren, radrennen, rad, radmarathon, radtour, rtf, rennrad, radtouren, "
        "jedermannrennen, radsport, fahrrad, mountainbike, mtb, radveranstaltung, fahrradrennen, "
        "rennradrennen, radtourenfahrt, mountainbikerennen, mountainbike rennen, mtb rennen, "
        "rad rennen, rennrad rennen, radmarathons",
        "obstacle": "hindernislauf, hindernisläufe, hindernis, hindernisrennen, schlammlauf, "
        "matschlauf, ocr, hindernis lauf, hindernisparcours, schlammläufe, hindernissen, "
        "hindernisse, schlamm lauf",
        "skiing": "ski, skilanglauf, langlauf, skimarathon, skirennen, volkslanglauf",
    },
    "implied": {
        "running": "lauf, läufe, läufen, laufs, volkslauf, volksläufe, volksläufen, "
        "laufveranstaltung, laufveranstaltungen, laufevent, laufevents, laufwettkampf, "
        "laufwettkämpfe, wettlauf, volks lauf",
    },
    "surface": {
        "road": "straße, strasse, asphalt, auf der straße, auf asphalt, straßen, asphaltiert, "
        "asphaltierte, auf straße, auf der strasse, auf strasse, straßenrennen, strassenrennen",
        "road running": "straßenlauf, strassenlauf, straßenläufe, strassenläufe, straßen lauf, "
        "strassen lauf, straßenläufen",
        "trail running": "trail, trails, traillauf, trailläufe, trailrun, trailruns, "
        "trailrunning, trailrennen, geländelauf, geländeläufe, trail lauf, trail run, "
        "trail running, traillaufs, trailläufen, trailwettkampf",
        "trail": "gelände, im gelände, offroad",
        "track": "bahn, tartan, tartanbahn, auf der bahn, auf bahn",
        "track running": "bahnlauf, bahnläufe, bahnrennen, stadionlauf",
        "cross running": "cross, crosslauf, crossläufe, querfeldein, querfeldeinlauf, cross lauf, "
        "querfeldeinläufe, waldcrosslauf, cross läufe",
        "gravel": "gravel, schotter, kies, schotterpiste, auf schotter, gravelrennen",
        "mixed": "gemischter untergrund, gemischte strecke, mischbelag, gemischter belag",
    },
    "relief": {
        "hilly": "hügelig, hügelige, hügeliger, hügeliges, hügeligen, hügeligem, bergig, bergige, "
        "bergiger, bergiges, bergigen, berge, berg, in den bergen, profiliert, profilierte, "
        "profilierter, profiliertes, wellig, welliger, wellige, welliges, gebirge, im gebirge, "
        "steil, steile, steiler, steiles, nicht flach, viele höhenmeter, hügel, "
        "mit vielen höhenmetern, viel höhenmeter, alpin, alpiner, alpine, alpines, "
        "mit höhenmetern, mit hügeln, mit steigungen, anspruchsvolles profil, bergauf, coupiert, "
        "coupierte, kupiert, mit bergen",
        "flat": "schnelle strecke, schneller kurs, schneller strecke, schnellen strecke, "
        "bestzeitstrecke, flach, flache, flacher, flaches, flachen, flachem, eben, ebene, ebener, "
        "ebenes, flacher kurs, flache strecke, flacher strecke, ohne berge, ohne steigung, "
        "ohne steigungen, ohne höhenmeter, wenig höhenmeter, wenige höhenmeter, topfeben, "
        "nicht hügelig, nicht bergig, ohne hügel, flach und schnell, mit wenig höhenmetern, "
        "mit wenigen höhenmetern, schnell und flach, möglichst flach, ganz flach, tellerflach",
    },
    # Entry
    "open": {
        "": "anmeldung offen, anmeldung noch offen, offene anmeldung, offener anmeldung, "
        "anmeldung möglich, anmeldung noch möglich, noch offen, freie plätze, noch freie plätze, "
        "mit freien plätzen, freien plätzen, plätze frei, noch plätze frei, startplätze frei, "
        "freie startplätze, freien startplätzen, nicht ausgebucht, noch nicht ausgebucht, "
        "nicht ausverkauft, noch nicht ausverkauft, startplätze verfügbar, noch startplätze, "
        "noch plätze, anmeldung geöffnet, meldung offen, offene meldung, plätze verfügbar, "
        "anmeldung läuft, buchbar, noch buchbar, offene startplätze, offen, offene, offener, "
        "freie plaetze, startplätze, noch anmelden, anmeldbar, noch anmeldbar, "
        "noch startplätze frei, verfügbare plätze, verfügbare startplätze, anmeldungen offen, "
        "offenen anmeldungen, offene anmeldungen, geöffnete anmeldung, anmeldung ist offen, "
        "anmeldung ist noch offen, anmeldung noch geöffnet, noch melden, meldung möglich, "
        "meldung noch möglich, mit startplätzen",
    },
    "free": {
        "": "kostenlos, kostenlose, kostenloser, kostenloses, kostenlosen, gratis, umsonst, "
        "ohne startgeld, kostenfrei, kostenfreie, kostenfreier, startgeldfrei, ohne startgebühr, "
        "kein startgeld, ohne gebühr, für umme",
    },
    "price_tag": {
        "": "startgeld, startgelder, startgebühr, startgebühren, preis, kosten, kostet, gebühr, "
        "teilnahmegebühr, meldegebühr, anmeldegebühr, nenngeld, startpreis, budget, "
        "teilnahmepreis, meldegeld, teilnahmegebühren, preise",
    },
    "price_for": {"": "für, zu, um"},
    "cutoff": {
        "": "zeitlimit, zeitlimits, zielschluss, sollzeit, cut off, cutoff, limit, "
        "zeitbegrenzung, karenzzeit, maximalzeit, schlusszeit, cut off zeit, cutoff zeit, "
        "zielzeit, zeitvorgabe, zielschlusszeit, zeitlimite, kontrollschluss, zielschluß",
    },
    "climb": {
        "": "höhenmeter, höhenmetern, anstieg, aufstieg, hm, steigung, im aufstieg, bergauf, "
        "hoehenmeter, hoehenmetern, höhenunterschied, höhendifferenz, gesamtanstieg, "
        "positive höhenmeter, hm +",
    },
    # Left alone: phrases that only look understood, and words that say nothing
    "plain": {
        "": "ohne zeitlimit, ohne cut off, ohne cutoff, ohne zielschluss, kein zeitlimit, "
        "halbe stunde, halbdistanz, halb distanz, halbe distanz, halber ironman, halb ironman",
    },
    # Ausgeschlossen
    "not": {
        "": "nicht, kein, keine, keinen, keinem, keiner, keines, ohne, außer, ausser, ausgenommen, "
        "außerhalb, außerhalb von, aber nicht, aber kein, aber keine, aber keinen, bloß nicht, "
        "und nicht, und kein, und keine, und keinen, nur nicht, bloß kein, bloß keine, weder, "
        "noch kein, auf keinen fall, nie, niemals, mit ausnahme von",
    },
    "nor": {"": "noch"},
    "format": {
        "relay": "staffel, staffeln, staffellauf, staffelläufe, staffelmarathon",
        "stage": "etappenlauf, etappenläufe, etappenrennen, mehrtägig, mehrtägige, mehrtägiges",
        "timed": "stundenlauf, stundenläufe, 24 stunden lauf, zeitlauf",
        "backyard": "backyard, backyards, backyard ultra, backyard ultras",
        "virtual": "virtuell, virtuelle, virtuellen, virtueller, virtuelles, virtueller lauf, "
        "virtuellen lauf, virtuelle läufe, virtuelles rennen",
    },
    "noise": {
        "": "alles, alle arten, "
        "laufen, laufen will, die nächste, rennen, wettkampf, wettkämpfe, veranstaltung, "
        "veranstaltungen, mit, für, und, oder, der, die, das, ein, eine, einen, einem, einer, in, "
        "im, am, an, auf, zu, zum, zur, von, vom, den, dem, des, suche, ich suche, zeige, zeig, "
        "mir, ich, möchte, will, finde, wo, gibt, es, noch, welche, welcher, welches, sind, ist, "
        "hat, haben, bitte, alle, event, events, bei, kann, man, was, irgendwo, aus, nach, vor, "
        "bis, ab, um, über, so, wettbewerb, wettbewerbe, findet, statt, meine, mein, zwischen, "
        "unter, suchen, gesucht, als, gerne, gern, stattfindet, wir, uns, soll, sein, strecke, "
        "strecken, dieses, diesen, diese, nächsten, nächstes, nächste, wer, wann, etwas, "
        "irgendein, irgendeinen, teilnehmen, starten, mitmachen, anmelden, anmeldung, nur, auch, "
        "da, habe, hätte, würde, dass, sowie, beim, ohne",
    },
}
