"""What it may be (2.4a): one table, the same for every reader. Nothing is scored or ranked.

Columns are pages a reader may open, rows are what people notice; the words of each cell stand in
the content. The body map only scrolls to a column; it never chooses one.
"""

from dataclasses import dataclass

ROWS = ("where", "brings_on", "onset", "during", "also", "against", "do")


@dataclass(frozen=True, slots=True)
class Column:
    """One condition; `term` is its page in the glossary, `regions` where the map leads from."""

    id: str
    term: str
    sources: tuple[str, ...]
    regions: tuple[str, ...]
    has_programme: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("pfp", "runners-knee", ("crossley2016a", "willy2019", "esculier2016"),
           ("kneecap",), has_programme=True),
    Column("itbs", "iliotibial-band-syndrome", ("vanderworp2012", "geisler2021"), ("outer",)),
    Column("patellar_tendon", "patellar-tendinopathy", ("malliaras2015",), ("below_kneecap",)),
    Column("meniscal", "meniscal-pain", ("gcare",), ("joint_line",)),
    Column("fat_pad", "fat-pad-pain", ("physionetakp",), ("beside_tendon",)),
    Column("osteoarthritis", "knee-osteoarthritis", ("niceng226", "bnssgknee"),
           ("joint_line", "kneecap")),
    Column("bone_stress", "bone-stress-injury", ("george2024", "kahanov2015", "hoenig2025"),
           ("bone_spot",)),
)  # fmt: skip

REGIONS = ("kneecap", "below_kneecap", "beside_tendon", "outer", "joint_line", "bone_spot",
           "hip_or_thigh", "calf")  # fmt: skip
# Places of the map that lead back to the danger signs instead of to a column.
REGIONS_TO_DANGER = {"hip_or_thigh": "RF21", "calf": "RF16", "bone_spot": "RF33"}
# For a clinician's eye only: named, never taught.
NAMED_ONLY = (
    "instability", "plica", "growth_plates", "quadriceps_tendon", "bursitis", "baker_cyst",
    "saphenous_nerve", "tibiofibular", "referred", "osteochondral", "tumour",
)  # fmt: skip
