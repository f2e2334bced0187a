"""English: the words of a query and what they mean."""

WORDS: dict[str, dict[str, str]] = {
    # Small words
    "article": {"": "the, a, an"},
    "of": {"": "of"},
    "in": {"": "in the month of, in, at, on, within, during, for, this coming"},
    "at": {"": "in, at, from"},
    "and": {"": "and"},
    "or": {"": "or"},
    "to": {"": "to, till, until, through, thru, up to"},
    "between": {"": "between"},
    "start_range": {"": "from"},
    "under": {
        "": "under, below, less than, up to, max, maximum, at most, no more than, not more than, "
        "cheaper than, shorter than, fewer than, lower than, not over, a maximum of, max of, "
        "no longer than, not longer than, maximum of",
    },
    "over": {
        "": "over, above, more than, at least, min, minimum, from, longer than, not under, "
        "no less than, not less than, greater than, upwards of, beyond",
    },
    "about": {"": "about, around, roughly, approximately, approx, circa, ca, exactly, some"},
    "or_more": {"": "or more, or longer, and more, and longer, and up, or over, plus, upwards"},
    "or_less": {"": "or less, or shorter, or under, or below, max, maximum, at most, or cheaper"},
    # Places
    "near": {
        "": "near, nearby, near to, close to, next to, around, round, in the vicinity of, "
        "vicinity, not far from, in the area of, area of, the area around, somewhere near, "
        "within reach of",
    },
    "area": {"": "area, region, surroundings, and surroundings, and around, vicinity"},
    "within": {"": "within, in a radius of, within a radius of, radius, radius of, inside"},
    "around": {"": "from, around, away from"},
    "away": {"": "away, radius, distance"},
    "at_distance": {"": "at"},
    "near_me": {"": "near me, nearby me, close to me, around me, around here, near here, nearby"},
    "everyday": {
        "": "street, valley, lakes, green, hard, beacon, side, north, south, east, west, summit, "
        "loop, twin, cafe, mill, moss, salt, ball, leg, atlantic, incline, horseshoe, pike, "
        "triangle, strawberry, falcon, marina, friendly, ridge, scenic, normal, golden, eagle, "
        "sunrise, sunset, liberty, pioneer, superior, vista, boar, zebra, holiday, orange, crown, "
        "royal, grand, rose, mud, muddy, colour, family, fun, beginner, beginners, easy, quiet, "
        "cheap, small, big, canal, coast, coastal, bridge, festival, tower, charity, dog, police, "
        "turner, square, short, long, longer, shorter, nice, reading, bath, tours, sale, rugby, "
        "wells, ham, hell, mobile, best, most, split, male, same, bar, ware, deal, battle, along, "
        "lens, date, open, van, son, as, un, us, ma, man, men, women, night, color, city, team, "
        "kids, beach, river, forest, sprint, string, winner, winners, travel, stage, stages, "
        "climber, marks, angle, lake, island, sea, park, castle, classic, cup, challenge, series",
    },
    # Time
    "on": {"": "on, at, in, over, around"},
    "from": {"": "from, starting, starting from, starting in, since, as of, from the"},
    "until": {
        "": "until, till, up to, by, by the end of, no later than, not later than, at the latest",
    },
    "before": {"": "before, earlier than, prior to, ahead of"},
    "after": {"": "after, later than, past, following"},
    "this": {"": "this"},
    "coming": {"": "coming, upcoming, this coming"},
    "next": {"": "next, the next, following, the following"},
    "after_next": {"": "after next"},
    "today": {
        "0": "today, tonight",
        "1": "tomorrow",
        "2": "day after tomorrow",
    },
    "weekend": {"": "weekend, weekends, week end, wknd"},
    "week": {"": "week"},
    "month_unit": {"": "month"},
    "year_unit": {"": "year"},
    "days": {
        "1": "day, days",
        "7": "week, weeks",
        "30": "month, months",
        "365": "year, years",
    },
    "month": {
        "1": "january, jan",
        "2": "february, feb, febr",
        "3": "march, mar",
        "4": "april, apr",
        "5": "may",
        "6": "june, jun",
        "7": "july, jul",
        "8": "august, aug",
        "9": "september, sept, sep",
        "10": "october, oct",
        "11": "november, nov",
        "12": "december, dec",
    },
    "weekday": {
        "0": "monday, mondays",
        "1": "tuesday, tuesdays",
        "2": "wednesday, wednesdays",
        "3": "thursday, thursdays",
        "4": "friday, fridays",
        "5": "saturday, saturdays",
        "6": "sunday, sundays",
    },
    "weekday_short": {
        "0": "mon",
        "1": "tue, tues",
        "2": "wed",
        "3": "thu, thur, thurs",
        "4": "fri",
        "5": "sat",
        "6": "sun",
    },
    "season": {
        "spring": "spring, springtime",
        "summer": "summer, summertime",
        "autumn": "autumn, fall",
        "winter": "winter, wintertime",
    },
    "part": {
        "early": "early, early in, beginning of, the beginning of, start of, the start of",
        "mid": "mid, middle of, the middle of, half way through",
        "late": "late, late in, end of, the end of",
    },
    "holiday": {
        "easter": "easter, easter weekend",
        "whitsun": "whitsun, pentecost",
        "ascension": "ascension day",
        "christmas": "christmas",
        "boxing": "boxing day",
        "new_year": "new year's day, new years day, new year",
        "new_year_eve": "new year's eve, new years eve",
        "easter 1": "easter monday",
        "easter 0": "easter sunday",
        "easter -2": "good friday",
        "year_end": "year's end, years end, year end",
    },
    "ordinal": {
        "1": "first",
        "2": "second",
        "3": "third",
        "4": "fourth",
        "5": "fifth",
        "-1": "last",
    },
    "ordinal_mark": {"": "st, nd, rd, th"},
    # Numbers and units
    "number": {
        "1": "one",
        "2": "two",
        "3": "three",
        "4": "four",
        "5": "five",
        "6": "six",
        "7": "seven",
        "8": "eight",
        "9": "nine",
        "10": "ten",
        "12": "twelve",
        "15": "fifteen",
        "20": "twenty",
        "24": "twenty four",
        "25": "twenty five",
        "30": "thirty",
        "40": "forty",
        "50": "fifty",
        "60": "sixty",
        "70": "seventy",
        "80": "eighty",
        "90": "ninety",
        "100": "hundred, one hundred",
    },
    "unit_km": {"": "k, km, kms, kilometer, kilometers, kilometre, kilometres, ks"},
    "unit_mile": {"": "mile, miles, mi, miler, milers"},
    "unit_m": {"": "m, metre, metres, meter, meters, mtr"},
    "unit_foot": {"": "ft, foot, feet"},
    "hours": {"": "h, hr, hrs, hour, hours"},
    "minutes": {"": "min, mins, minute, minutes"},
    "currency": {
        "EUR": "€, eur, euro, euros",
        "USD": "$, usd, us dollars, dollar, dollars, bucks",
        "GBP": "£, gbp, pound, pounds, quid, pounds sterling",
        "CHF": "chf, swiss francs, swiss franc",
        "CAD": "cad, canadian dollars",
        "AUD": "aud, australian dollars",
        "SEK": "sek",
        "NOK": "nok",
        "DKK": "dkk",
        "PLN": "pln, zloty",
        "CZK": "czk",
        "JPY": "¥, jpy, yen",
    },
    # Races
    "named": {
        "21097.5": "half maraton, half, half marathon, half marathons, halves, halfmarathon, hm, "
        "halfs, 1 2 marathon",
        "42195": "maraton, marathon, marathons, full marathon, full marathons, full",
        "10548.75": "quarter marathon",
    },
    "longer": {
        "": "ultra, ultras, ultramarathon, ultramarathons, ultra marathon, ultra marathons, "
        "ultra distance, ultra race, ultra run",
    },
    "compound": {
        "trail running ultra": "ultratrail, ultra trail, ultratrails, trail ultra",
        "hilly running": "mountain run, mountain runs, mountain running, hill run, hill running, "
        "hill race, hill races, fell race, fell races, fell run, fell running, fell runs, "
        "mountain race, mountain races",
    },
    "length_word": {"": "distance, distances, length, long, course length, race length"},
    "sport": {
        "running": "running",
        "walking": "walk, walks, walking, hike, hikes, hiking, nordic walking, race walking, "
        "race walk, walking race",
        "triathlon": "swim bike run, triathlon, triathlons, tri, tris",
        "duathlon": "duathlon, duathlons, run bike run",
        "aquathlon": "aquathlon, aquathlons, swim and run",
        "aquabike": "aquabike",
        "swimrun": "swimrun, swim run, swimruns, swim runs",
        "swimming": "swim, swims, swimming, open water, open water swim, open water swims, "
        "open water swimming, open water race, swimming race, swim race, openwater, marathon swim",
        "cycling": "cycling, bike, biking, bike race, bike races, cycle, cycle race, sportive, "
        "sportives, bicycle, gran fondo, cyclosportive, bike ride, bike rides, bicycle race, "
        "cycling race, cycling event, bike event, ride, mountain bike, mountain bike race, mtb, "
        "mountain biking, cycle ride, cycling races",
        "obstacle": "obstacle, obstacles, obstacle course, obstacle race, obstacle races, ocr, "
        "obstacle run, obstacle runs, mud run, mud runs, obstacle course race, "
        "obstacle course races, obstacle racing, obstacle course racing, obstacle course run",
        "skiing": "ski, skiing, cross country skiing, cross country ski, ski race",
    },
    "implied": {
        "running": "run, runs, foot race, foot races, running race, running races, running event, "
        "running events",
    },
    "surface": {
        "road": "road, roads, tarmac, asphalt, paved, on the road, on road, on tarmac, "
        "on asphalt, pavement",
        "road running": "road race, road races, road running, road run, road runs, "
        "road running race, road running races",
        "trail running": "trail, trails, trail run, trail runs, trail running, trail race, "
        "trail races, trailrunning, trailrun, trail running race",
        "trail": "off road, offroad, footpath, footpaths",
        "track": "track, on the track, on track, running track",
        "track running": "track race, track races, track run",
        "cross running": "cross country, xc, crosscountry, cross country race, cross country run, "
        "cross country races, cross country running",
        "gravel": "gravel, gravel road, gravel roads",
        "mixed": "mixed surface, mixed terrain, mixed surfaces, multi terrain, multiterrain",
    },
    "relief": {
        "hilly": "hilly, hills, hill, mountain, mountains, mountainous, undulating, rolling, "
        "in the mountains, in the hills, steep, lots of climbing, lots of hills, with hills, "
        "not flat, fell, lots of elevation, lots of climb, lots of ascent, hilly course, "
        "rolling hills, hillier, hilliest, bumpy, big climbs",
        "flat": "fast course, fast route, flat fast, flat, flattish, pancake flat, no hills, "
        "without hills, not hilly, not too hilly, flat course, flat and fast, fast and flat, "
        "no climbing, fast flat, flat route, mostly flat, pretty flat, flattest, no mountains, "
        "not mountainous",
    },
    # Entry
    "open": {
        "": "open, open entries, entries open, open for entry, open for entries, open entry, "
        "still open, entry open, entries still open, registration open, open registration, "
        "registrations open, registration still open, open for registration, places left, "
        "places available, spots left, spots available, with places, with places left, "
        "not sold out, not full, still available, available places, available, sign up open, "
        "open to enter, can still enter, still taking entries, accepting entries, "
        "where i can still enter, entries are open, entries are still open, slots left, "
        "that are still open, free places, free spots, places free, still places",
    },
    "free": {"": "free, for free, free of charge, no fee, no entry fee, free entry, costs nothing"},
    "price_tag": {
        "": "start fee, starting fee, participation fee, price, entry fee, fee, cost, costs, "
        "costing, entry, entry price, budget, priced, fees, entry fees, entry cost, price limit, "
        "registration fee, race fee",
    },
    "price_for": {"": "for, at, paying, for a"},
    "cutoff": {
        "": "cut off, cutoff, cutoffs, cut offs, cut off time, cutoff time, time limit, "
        "time limits, limit, finish limit, time allowed, course limit, timelimit, closing time, "
        "course open",
    },
    "climb": {
        "": "climb, climbing, elevation, elevation gain, ascent, gain, vert, of climb, "
        "of climbing, of ascent, of elevation, of elevation gain, total climb, total ascent, "
        "vertical, d +, vertical gain, height gain, metres of climbing, uphill, m +, of vert",
    },
    # Left out: what must not be
    "not": {
        "": "not, no, without, except, except for, excluding, other than, apart from, outside, "
        "outside of, anything but, but not, but no, nor, neither, don't want, do not want, "
        "avoid, avoiding, never, and not, not even, any but",
    },
    "format": {
        "relay": "relay, relays, relay race, relay races, team relay",
        "stage": "stage race, stage races, multi stage, multi day, multiday",
        "timed": "timed race, timed races, timed event, timed events",
        "backyard": "backyard, backyards, backyard ultra, backyard ultras, last one standing",
        "virtual": "virtual, virtual race, virtual races, virtual run, virtual runs, online race",
    },
    # Left alone: phrases that only look understood, and words that say nothing
    "plain": {
        "": "half ironman, half iron, half distance, full distance, full ironman, half term, "
        "half day, half hour, full moon, traffic free, car free, marathon des sables, no cut off, "
        "no cutoff, no time limit, without cut off, without cutoff, without time limit, "
        "vertical kilometer, vertical kilometre, half triathlon, half iron distance, walk run, "
        "run walk, gluten free, free t shirt, hill climb",
    },
    "noise": {
        "": "everything, all kinds, "
        "race, races, racing, event, events, find, show, me, i, want, to, with, for, any, "
        "some, something, a, an, the, is, are, that, which, where, and, or, please, search, "
        "looking, looking for, in, on, at, of, my, can, do, there, it, course, courses, has, "
        "have, having, would, like, d, we, us, what, by, somewhere, but, entry, entries, "
        "taking place, happening, s, m, from, until, between, after, before, than, to run, to do, "
        "to enter, get, be, this, next, i want to run, want to run, searching for, search for, "
        "need, competition, competitions, not, one, into, only, just, still, give me, list, "
        "how about, who, when, take place, our, going, held, during, while",
    },
}
