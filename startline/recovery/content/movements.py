"""How each exercise goes: in words, and as two line drawings (start and end) of a moving figure.

A drawing is a box of 120 by 96 units, the floor at 91. Points are "x,y"; lines are points in a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = str | Promise


@dataclass(frozen=True)
class Pose:
    """A figure from the side: the middle of the head, trunk, arm, near leg, far leg; then things
    (`props`) and a `band`, each a line."""

    head: str
    body: str
    near: str
    far: str = ""
    arm: str = ""
    props: tuple[str, ...] = ()
    band: str = ""

    @property
    def head_x(self) -> str:
        """Across."""
        return self.head.partition(",")[0]

    @property
    def head_y(self) -> str:
        """Down."""
        return self.head.partition(",")[2]


@dataclass(frozen=True)
class Movement:
    """`how` in one or two sentences, what to feel, an easier and a harder form, and how it goes
    without equipment ("" where it needs none)."""

    how: Words
    feel: Words
    easier: Words
    harder: Words
    without: Words
    start: Pose
    end: Pose


def _standing(arm: str, *props: str) -> Pose:
    return Pose("60,13", "60,19 60,50", "60,50 61,70 60,90 67,90", "60,50 57,70 55,90 62,90",
                arm, props)  # fmt: skip


_CHAIR = ("30,66 52,66", "32,66 32,91", "50,66 50,91", "32,66 30,42")
_STEP = ("66,91 66,80 106,80 106,91",)
_HIGH = ("26,91 26,74 70,74 70,91",)
_BOX = ("22,91 22,70 44,70 44,91",)
_BENCH = ("12,91 12,68 34,68 34,91",)
_WALL = ("30,6 30,91",)

MOVEMENTS: Mapping[str, Movement] = {
    "E01": Movement(
        how=_("Lie on your back, the other knee bent. Tighten the thigh, lift the straight leg to "
              "the height of the other knee, hold five seconds, lower it slowly."),
        feel=_("The front of the thigh works; the knee stays quiet."),
        easier=_("A rolled towel under the knee: only press it down."),
        harder=_("A weight of half a kilo to two at the ankle."),
        without="",
        start=Pose("14,84", "21,86 55,88", "55,88 80,89 104,90", "55,88 72,66 86,90 93,90"),
        end=Pose("14,84", "21,86 55,88", "55,88 80,77 104,66", "55,88 72,66 86,90 93,90"),
    ),
    "E02": Movement(
        how=_("Back against a wall, slide down a little, feet a step in front. Hold."),
        feel=_("Even work in both thighs; the kneecap does not sting."),
        easier=_("Higher, and 20 seconds."),
        harder=_("A right angle is not needed: 60 degrees, 45 seconds, then one leg."),
        without="",
        start=Pose("40,14", "38,20 36,52", "36,52 46,70 48,90 56,90", props=_WALL),
        end=Pose("40,32", "38,38 36,66", "36,66 58,70 56,90 64,90", props=_WALL),
    ),
    "E03": Movement(
        how=_("Lie on your side, the lower leg bent for balance. Lift the upper leg, straight and "
              "a little behind you, toes forward; lower it slowly."),
        feel=_("The side of the hip tires, not the back."),
        easier=_("The upper knee bent."),
        harder=_("A weight at the ankle, or a band."),
        without="",
        start=Pose("14,80", "21,82 56,84", "56,83 80,83 106,83", "56,86 78,89 62,91"),
        end=Pose("14,80", "21,82 56,84", "56,83 80,70 104,58", "56,86 78,89 62,91"),
    ),
    "E04": Movement(
        how=_("Lie on your side, knees bent, heels together. Open the upper knee like a shell; the "
              "pelvis does not roll back."),
        feel=_("Deep at the side of the buttock."),
        easier=_("Without a band, less far."),
        harder=_("A band above the knees. When three times 15 are easy, leave it out."),
        without=_("Press the upper knee up against your own hand."),
        start=Pose("14,78", "21,80 60,82", "60,81 86,82 64,88", "60,83 86,86 64,91"),
        end=Pose("14,78", "21,80 60,82", "60,81 80,60 64,87", "60,83 86,86 64,91"),
    ),
    "E05": Movement(
        how=_("On your back, feet near the hips. Lift the hips until knees, hips and shoulders are "
              "in line; lower them slowly."),
        feel=_("The buttocks and the back of the thighs."),
        easier=_("Half the way."),
        harder=_("One leg at a time, three times eight."),
        without="",
        start=Pose("12,84", "19,86 56,88", "56,88 76,62 82,90 90,90"),
        end=Pose("12,84", "19,86 58,66", "58,66 78,60 82,90 90,90"),
    ),
    "E06": Movement(
        how=_("Sit on the front of a chair, stand up, sit down slowly. Shins stay upright, knees "
              "point over the toes."),
        feel=_("Thighs and buttocks share the work."),
        easier=_("A higher seat, or push off with the hands."),
        harder=_("A lower box, or a weight held at the chest."),
        without="",
        start=Pose("52,28", "50,34 42,63", "42,63 64,66 64,90 72,90", arm="49,42 62,52",
                   props=_CHAIR),
        end=Pose("62,12", "62,18 62,48", "62,48 63,70 62,90 70,90", arm="62,26 64,44",
                 props=_CHAIR),
    ),
    "E07": Movement(
        how=_("One whole foot on a step. Lean a little forward and stand up on it; the lower foot "
              "only touches. Come down slowly."),
        feel=_("The thigh of the upper leg; the knee stays over the foot."),
        easier=_("A step of 5 to 10 cm, a hand on the rail."),
        harder=_("20 to 30 cm, then weights in the hands."),
        without=_("The lowest stair of a house."),
        start=Pose("56,12", "56,18 54,48", "54,48 76,60 74,80 82,80", "54,48 52,70 50,90 57,90",
                   props=_STEP),
        end=Pose("78,8", "78,14 78,40", "78,40 79,60 78,80 86,80", "78,40 74,60 70,80 77,80",
                 props=_STEP),
    ),
    "E08": Movement(
        how=_("A band from a post runs behind the knee, you face the post. Let the knee bend a "
              "little, then straighten it against the band, standing."),
        feel=_("The thigh above the kneecap."),
        easier=_("A lighter band."),
        harder=_("A heavier band. Never seated with a weight: that is another exercise."),
        without=_("A rolled towel between knee and wall: press it back."),
        start=Pose("50,13", "50,19 50,49", "50,49 63,68 54,90 62,90", "50,49 46,70 42,90 49,90",
                   props=("106,30 106,91",), band="63,68 106,68"),
        end=Pose("52,13", "52,19 52,49", "52,49 55,69 54,90 62,90", "52,49 48,70 42,90 49,90",
                 props=("106,30 106,91",), band="55,69 106,68"),
    ),
    "E09": Movement(
        how=_("A band around the ankles, knees a little bent. Ten steps to one side, ten back; the "
              "band never goes slack."),
        feel=_("The sides of the hips."),
        easier=_("The band above the knees."),
        harder=_("The band around the feet."),
        without=_("The same walk in a low stance, slowly."),
        start=Pose("56,16", "56,22 56,50", "56,50 64,68 64,90 70,90", "56,50 48,68 48,90 42,90",
                   band="48,84 64,84"),
        end=Pose("60,18", "60,24 60,52", "60,52 78,68 86,90 92,90", "60,52 44,68 38,90 32,90",
                 band="38,84 86,84"),
    ),
    "E10": Movement(
        how=_("A long step apart. Sink straight down between your feet, push up through the front "
              "foot."),
        feel=_("The front thigh and buttock."),
        easier=_("Hold on to something, and go less deep."),
        harder=_("Rear foot raised, or weights in the hands."),
        without="",
        start=Pose("56,12", "56,18 56,46", "56,46 72,66 76,90 84,90", "56,46 46,68 32,88 38,91"),
        end=Pose("54,30", "54,36 54,64", "54,64 78,66 76,90 84,90", "54,64 46,86 26,84 32,91"),
    ),
    "E11": Movement(
        how=_("Stand on a step on one leg. Bend it until the other heel almost touches the floor, "
              "come up again. It is the test of the morning as well."),
        feel=_("Slow, no wobble; the knee over the foot."),
        easier=_("5 to 10 cm, a hand on the rail."),
        harder=_("20 cm, then weights in the hands."),
        without=_("The lowest stair of a house."),
        start=Pose("54,8", "54,14 54,36", "54,36 55,56 54,74 62,74", "54,36 64,54 70,70 77,70",
                   props=_HIGH),
        end=Pose("60,20", "58,26 50,46", "50,46 66,58 56,74 64,74", "50,46 70,66 80,88 87,89",
                 props=_HIGH),
    ),
    "E12": Movement(
        how=_("On one leg in front of a box. Sit back until you touch it, stand up without a "
              "swing."),
        feel=_("Thigh and buttock of the standing leg."),
        easier=_("A higher box."),
        harder=_("A lower box, or a weight."),
        without=_("A chair with a cushion."),
        start=Pose("58,13", "58,19 56,48", "56,48 58,70 56,90 64,90", "56,48 72,58 88,66",
                   arm="58,26 74,34", props=_BOX),
        end=Pose("58,36", "55,41 40,67", "40,67 64,64 58,90 66,90", "40,67 64,60 86,66",
                 arm="54,46 74,46", props=_BOX),
    ),
    "E13": Movement(
        how=_("Stand at a wall. Rise on your toes, count two, come down slowly."),
        feel=_("The calf, and nothing in the Achilles tendon."),
        easier=_("Both legs."),
        harder=_("One leg, on a step, with a weight."),
        without="",
        start=_standing("60,28 78,34 90,32", "92,6 92,91"),
        end=Pose("60,7", "60,13 60,44", "60,44 61,64 60,82 67,90", "60,44 57,64 55,82 62,90",
                 arm="60,22 78,28 90,26", props=("92,6 92,91",)),
    ),
    "E14": Movement(
        how=_("The rear foot on a bench, most of the weight on the front one. Sink, push up."),
        feel=_("The front thigh; the rear one stretches."),
        easier=_("Both feet on the floor (split squat)."),
        harder=_("Weights in the hands."),
        without=_("A chair or a stair behind you."),
        start=Pose("58,12", "58,18 56,46", "56,46 68,67 66,90 74,90", "56,46 48,66 28,66",
                   props=_BENCH),
        end=Pose("58,28", "57,34 52,62", "52,62 76,66 68,90 76,90", "52,62 42,84 28,66",
                 props=_BENCH),
    ),
    "E15": Movement(
        how=_("Hold a weight at the chest and squat, at most to a right angle. Or the same angle "
              "on a leg press."),
        feel=_("Both thighs; deep bending comes back here, without pain."),
        easier=_("60 degrees."),
        harder=_("More weight."),
        without=_("A rucksack held in the arms."),
        start=_standing("60,27 70,34 66,28"),
        end=Pose("60,31", "58,37 42,64", "42,64 68,66 60,90 68,90", arm="56,43 68,46 66,38"),
    ),
    "E16": Movement(
        how=_("On one leg, the back long. Tip forward from the hip, the other leg goes back; stand "
              "up by the buttock."),
        feel=_("The back of the thigh of the standing leg."),
        easier=_("A hand on a chair."),
        harder=_("A weight in the hand."),
        without="",
        start=_standing("60,27 62,50"),
        end=Pose("92,43", "86,45 56,50", "56,50 59,70 56,90 64,90", "56,50 34,50 14,52",
                 arm="80,47 80,70"),
    ),
    "E17": Movement(
        how=_("On the side, on the forearm. Lift the hips until you are straight, and hold."),
        feel=_("The lower side of the trunk and hip."),
        easier=_("On the knees."),
        harder=_("40 seconds, then lift the upper leg."),
        without="",
        start=Pose("20,62", "25,67 56,87", "56,87 82,89 108,90", arm="27,68 24,90 38,90"),
        end=Pose("20,58", "25,63 60,74", "60,74 84,82 108,90", arm="28,64 24,90 38,90"),
    ),
    "E18": Movement(
        how=_("Small springs on both feet, quiet landings; then one leg, then leaps forward. Only "
              "where bone stress has been ruled out."),
        feel=_("Stiff ankles, soft knees, no sting."),
        easier=_("There is none: stay with calf raises."),
        harder=_("Higher, further."),
        without="",
        start=Pose("60,22", "59,28 52,54", "52,54 66,70 58,90 66,90", arm="57,36 46,50"),
        end=Pose("62,7", "62,13 60,40", "60,40 62,58 58,74 64,80", arm="62,20 74,12"),
    ),
}  # fmt: skip
