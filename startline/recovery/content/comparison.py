"""The comparison table in words (2.4a): the same for every reader."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = Mapping[str, str | Promise]

ROW_NAMES: Words = {
    "where": _("Where it is felt"),
    "brings_on": _("What brings it on"),
    "onset": _("How it begins"),
    "during": _("During a run"),
    "also": _("Also common"),
    "against": _("Speaks against it"),
    "do": _("What to do"),
}

CELLS: Mapping[str, Words] = {
    "pfp": {
        "name": _("Runner’s knee"),
        "where": _("Around or behind the kneecap, hard to point at"),
        "brings_on": _("Squatting, stairs, long sitting, running, downhill"),
        "onset": _("Slowly, after doing more than before"),
        "during": _("Builds up"),
        "also": _("Creaking without pain"),
        "against": _("One spot under one finger, a big swelling, locking"),
        "do": _("Read its own page, and the rule for today"),
    },
    "itbs": {
        "name": _("Iliotibial band syndrome"),
        "where": _("The outer side of the knee, just above the joint line"),
        "brings_on": _("Running, after a distance that can be foretold; downhill; a sloping road"),
        "onset": _("Slowly, after doing more than before"),
        "during": _("Starts at much the same point each time, then makes one stop"),
        "also": _("Sore two to three centimetres above the joint line, most with a slight bend"),
        "against": _("Pain at the kneecap, or from sitting"),
        "do": _("Read its own page"),
    },
    "patellar_tendon": {
        "name": _("Patellar tendinopathy"),
        "where": _("Under one fingertip at the lower end of the kneecap"),
        "brings_on": _("Jumping, hard landings, quick turns; more load, more pain"),
        "onset": _("Slowly, in people who jump, mostly between 15 and 30"),
        "during": _("Often eases once warm, worse afterwards"),
        "also": _("Stays on the tendon when the load goes up"),
        "against": _("Pain only from sitting, or spread out"),
        "do": _("A loading programme, with a physiotherapist"),
    },
    "meniscal": {
        "name": _("Meniscal pain"),
        "where": _("Along the joint line, inner or outer side"),
        "brings_on": _("Twisting, deep squatting, turning on the foot"),
        "onset": _("With a twist in the young, slowly in older people"),
        "during": _("Comes and goes, catches"),
        "also": _("Swelling hours later, catching, locking"),
        "against": _("No twist, and no pain at the joint line"),
        "do": _("See a clinician; if it is stuck, the same day"),
    },
    "fat_pad": {
        "name": _("Fat pad pain"),
        "where": _("On both sides of the tendon below the kneecap"),
        "brings_on": _("Pushing the knee fully straight, long standing, kicking"),
        "onset": _("A blow, bending the wrong way, or slowly"),
        "during": _("Sharp when the knee is fully straight"),
        "also": _("Puffy beside the tendon"),
        "against": _("No pain when fully straight"),
        "do": _("Stay off the last bit of straightening; a physiotherapist may tape it"),
    },
    "osteoarthritis": {
        "name": _("Knee osteoarthritis"),
        "where": _("The whole joint or the kneecap, often the inner side"),
        "brings_on": _("Any long use, stairs, kneeling"),
        "onset": _("Over months to years, from 45 on"),
        "during": _("Stiff at first, then easier, aches later"),
        "also": _("Stiff for up to half an hour, creaking, bony edges"),
        "against": _("Young, or stiff for more than half an hour"),
        "do": _("Exercise, together with a clinician"),
    },
    "bone_stress": {
        "name": _("Bone stress injury"),
        "where": _("Under one fingertip, on bone"),
        "brings_on": _("Every step, hopping; later also at rest and at night"),
        "onset": _("Days to weeks after a jump in load"),
        "during": _("Worse with each kilometre, never warms up"),
        "also": _("Eating too little for the training; one like it before"),
        "against": _("No pain from impact"),
        "do": _("Stop all impact and see a clinician"),
    },
}

PLACES: Words = {
    "kneecap": _("Around or behind the kneecap"),
    "below_kneecap": _("At the lower end of the kneecap"),
    "beside_tendon": _("Beside the tendon below the kneecap"),
    "outer": _("The outer side, just above the joint line"),
    "joint_line": _("Along the joint line"),
    "bone_spot": _("One spot on the shin bone"),
    "hip_or_thigh": _("Groin, hip or front of the thigh"),
    "calf": _("Calf"),
}

REFERRED: Words = {
    "instability": _("a kneecap that slips"),
    "plica": _("a fold of the joint’s lining"),
    "growth_plates": _("growth plates in the young"),
    "quadriceps_tendon": _("the tendon above the kneecap"),
    "bursitis": _("a bursa"),
    "baker_cyst": _("a cyst behind the knee"),
    "saphenous_nerve": _("a nerve on the inner side"),
    "tibiofibular": _("the small joint below the knee"),
    "referred": _("pain that comes from hip or back"),
    "osteochondral": _("cartilage and the bone under it"),
    "tumour": _("a growth"),
}
