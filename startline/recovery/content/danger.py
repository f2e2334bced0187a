"""Danger signs in words: the question, one sentence to act on, one to say on the phone."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from startline.recovery.rules.danger import BY_ID, Tier

type Words = Mapping[str, str | Promise]

QUESTIONS: Words = {
    "RF01": _("Suddenly short of breath, pain in the chest, or coughing up blood"),
    "RF02": _("Collapsed, fainted, had chest pain or a racing heart during exercise"),
    "RF03": _("The knee is out of shape, and the foot is cold, pale or numb"),
    "RF04": _("Bone can be seen, a deep wound over the joint, or bleeding that does not stop"),
    "RF05": _(
        "New loss of control over bladder or bowels, numb between the legs, or both legs weak"
    ),
    "RF06": _("Confused, collapsed or having a fit in the heat or after a long event"),
    "RF07": _("A hot joint and very unwell: shaking, confused, breathing fast, blotchy skin"),
    "RF10": _("The knee is hot, red and swollen, with a temperature, chills or feeling ill"),
    "RF11": _("It takes no weight, or four steps are not possible"),
    "RF12": _("Badly swollen, or swollen within hours of an injury"),
    "RF13": _("Stuck: it does not fully straighten or bend"),
    "RF14": _("The kneecap went out of place, or the knee changed shape"),
    "RF15": _("The straight leg cannot be lifted, or a pop or a gap above or below the kneecap"),
    "RF16": _("One calf swollen, warm, tender or a different colour"),
    "RF17": _(
        "After a blow or a fall, and any of these: 55 or older; sore only on the kneecap; sore at "
        "the bony bump outside below the knee; no bend to a right angle; no four steps"
    ),
    "RF18": _("The foot drops, or numbness or weakness is spreading"),
    "RF19": _("It really buckles, or locks or clicks with pain"),
    "RF20": _("Severe pain at rest that nothing eases"),
    "RF21": _("Pain in the groin, hip or deep in the front of the thigh when standing on it"),
    "RF22": _("Under 18, with a limp, or pain from hip to knee and a stiff hip"),
    "RF23": _("Much worse within days, without doing more"),
    "RF30": _("Wakes you again and again, or is there all the time without load"),
    "RF31": _("Losing weight without a reason, night sweats, fevers"),
    "RF32": _("A new hard lump near the knee, or cancer in the past"),
    "RF33": _("One sore spot on bone, worse with each step or landing"),
    "RF34": _("Swelling that keeps coming back, or came without an injury"),
    "RF35": _(
        "Stiff for more than 30 minutes in the morning, several sore joints, psoriasis, an "
        "inflamed bowel or eye, or a recent infection of the gut or below"
    ),
    "RF36": _("Twisted two weeks ago, and not clearly better"),
    "G01": _("Younger than 18"),
    "G02": _("Injured in the last 14 days: a twist, a blow, a fall, a pop"),
    "G03": _("Operated on this knee in the last 6 months, or metal or an artificial joint in it"),
    "G04": _(
        "Inflamed joints, a gout attack, brittle bones, a bone stress injury now, an infected "
        "joint, a bleeding disorder, or blood thinners"
    ),
    "G05": _("Cancer now or earlier, a weakened immune system, or steroid tablets for long"),
    "G06": _("A disease of the nerves that affects the legs, or new numbness or weakness"),
    "G07": _("Pregnant, or gave birth less than 12 weeks ago"),
    "G08": _("Chest pain, fainting or a pounding heart with exercise"),
    "G08T": _("Told by a professional not to exercise"),
    "G09": _("The pain is mainly in the groin, hip, thigh, calf or back"),
    "G10": _("Already following a clinician’s plan for this knee"),
}

# One sentence to act on, by tier; a sign that needs another has its own below.
ACTIONS: Mapping[Tier, str | Promise] = {
    Tier.EMERGENCY: _("Call the emergency number now and stay where you are."),
    Tier.TODAY: _("Stop, and get this knee seen today by urgent care."),
    Tier.DAYS: _("Do not run or jump, and get this seen within one to two days."),
    Tier.WEEKS: _("Stop running, and book to have this seen within days, two weeks at most."),
    Tier.ASIDE: _("This plan is not made for you; please ask your clinician first."),
}
OWN_ACTIONS: Words = {
    "RF33": _("Stop all running and jumping today, and book to have this seen within days."),
    "RF21": _("Do not run, use crutches if walking hurts, and get this seen in one to two days."),
    "G01": _("Under 18 a knee needs an adult and a clinician beside the plan: please ask one."),
    "G02": _("A fresh injury comes first: have it seen, and answer again after two weeks."),
    "G03": _("Please ask your surgical team what this knee may do."),
    "G07": _("Please ask your midwife or a clinician for pelvic health first."),
    "G09": _("This plan is for the front of the knee; please see the pages for other places."),
    "G10": _("Follow your clinician’s plan; what stands here is only to read."),
}

# What to say on the phone; "I" is the reader.
SAYINGS: Words = {
    "RF01": _("I am suddenly short of breath, or have chest pain or cough blood."),
    "RF02": _("I collapsed, fainted or had chest pain while exercising."),
    "RF03": _("My knee is out of shape and my foot is cold, pale or numb."),
    "RF04": _("I have an open wound at the knee or bleeding that does not stop."),
    "RF05": _("I have new trouble with bladder or bowels, numbness between the legs or weak legs."),
    "RF06": _("Somebody is confused or has collapsed after exercise in the heat or a long event."),
    "RF07": _("I have a hot joint and feel very ill: shaking, confused or breathing fast."),
    "RF10": _("My knee is hot, red and swollen and I feel ill."),
    "RF11": _("I cannot put weight on my leg or take four steps."),
    "RF12": _("My knee is badly swollen, or swelled within hours of an injury."),
    "RF13": _("My knee is stuck and does not fully straighten or bend."),
    "RF14": _("My kneecap went out of place, or my knee changed shape."),
    "RF15": _("I cannot lift my straight leg, or felt a pop or gap at the kneecap."),
    "RF16": _("One of my calves is swollen, warm, tender or discoloured."),
    "RF17": _("I hurt my knee in a fall or a blow and it may need an X-ray."),
    "RF18": _("My foot drops, or numbness or weakness in my leg is spreading."),
    "RF19": _("My knee buckles, or locks or clicks with pain."),
    "RF20": _("I have severe knee pain at rest that nothing eases."),
    "RF21": _("I have pain in the groin, hip or thigh when I stand on the leg, and I run."),
    "RF22": _("I am under 18 and limp, or have pain from hip to knee and a stiff hip."),
    "RF23": _("My knee has become much worse within days without doing more."),
    "RF30": _("My knee wakes me again and again, or hurts all the time without load."),
    "RF31": _("I have knee pain and lose weight without a reason, or have fevers or night sweats."),
    "RF32": _("I have a new hard lump near my knee, or knee pain and cancer in the past."),
    "RF33": _("I have one sore spot on bone that hurts with each step, and I run."),
    "RF34": _("My knee keeps swelling, or swelled without an injury."),
    "RF35": _("My knee is stiff for more than 30 minutes in the morning, or several joints hurt."),
    "RF36": _("I twisted my knee two weeks ago and it is not clearly better."),
    "G01": _("I am under 18, I run, and my knee hurts."),
    "G02": _("I injured my knee within the last two weeks."),
    "G03": _("I had surgery on this knee and would like to know what it may do."),
    "G04": _("I have a condition of joints, bones or blood and would like to train my knee."),
    "G05": _("I have or had cancer, or my immune system is weakened, and my knee hurts."),
    "G06": _("I have a condition of the nerves, or new numbness, and my knee hurts."),
    "G07": _("I am pregnant or gave birth lately, and my knee hurts when I run."),
    "G08": _("I have had chest pain, fainting or a pounding heart with exercise."),
    "G08T": _("I was told not to exercise and would like to ask what I may do."),
    "G09": _("I have pain in the groin, hip, thigh, calf or back when I run."),
    "G10": _("I follow a plan for my knee and have a question about it."),
}


def action(sign: str) -> str | Promise:
    """The one sentence to act on, for the sign that decided."""
    return OWN_ACTIONS.get(sign) or ACTIONS[BY_ID[sign].tier]
