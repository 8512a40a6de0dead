"""The closed vocabularies of tags. data/README.md says what each means."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property


class Level(StrEnum):
    """Training experience, in rising order (evidence 1.2)."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"

    @cached_property
    def rung(self) -> int:
        """0 for beginner, 2 for advanced."""
        return list(Level).index(self)


class Pattern(StrEnum):
    """Movement patterns; an exercise has one primary pattern."""

    HORIZONTAL_PUSH = "horizontal_push"
    VERTICAL_PUSH = "vertical_push"
    HORIZONTAL_PULL = "horizontal_pull"
    VERTICAL_PULL = "vertical_pull"
    SQUAT = "squat"
    LUNGE = "lunge"
    HINGE = "hinge"
    HIP_EXTENSION = "hip_extension"
    KNEE_FLEXION = "knee_flexion"
    KNEE_EXTENSION = "knee_extension"
    HIP_FLEXION = "hip_flexion"
    HIP_ABDUCTION = "hip_abduction"
    HIP_ADDUCTION = "hip_adduction"
    CALF_STRAIGHT = "calf_straight"
    CALF_BENT = "calf_bent"
    DORSIFLEXION = "dorsiflexion"
    FOOT = "foot"
    HOP = "hop"
    TRUNK_FLEXION = "trunk_flexion"
    ANTI_EXTENSION = "anti_extension"
    ANTI_ROTATION = "anti_rotation"
    ANTI_LATERAL_FLEXION = "anti_lateral_flexion"
    ROTATION = "rotation"
    CARRY = "carry"
    SCAPULAR_PROTRACTION = "scapular_protraction"
    SCAPULAR_RETRACTION = "scapular_retraction"
    SCAPULAR_DEPRESSION = "scapular_depression"
    EXTERNAL_ROTATION = "external_rotation"
    CHEST_FLY = "chest_fly"
    SHOULDER_EXTENSION = "shoulder_extension"
    SHOULDER_RAISE = "shoulder_raise"
    REAR_DELT = "rear_delt"
    SHRUG = "shrug"
    ELBOW_FLEXION = "elbow_flexion"
    ELBOW_EXTENSION = "elbow_extension"
    WRIST = "wrist"
    BREATHING = "breathing"
    MOBILITY = "mobility"


class Plane(StrEnum):
    """Plane of the movement, or of the force that is resisted."""

    SAGITTAL = "sagittal"
    FRONTAL = "frontal"
    TRANSVERSE = "transverse"


class Laterality(StrEnum):
    """Both sides at once, or one side at a time (a set is then left and right)."""

    BILATERAL = "bilateral"
    UNILATERAL = "unilateral"


class Role(StrEnum):
    """Role class, in the order in which a session runs (evidence C13); drills only warm up."""

    POWER = "power"
    MAIN = "main"
    SECONDARY = "secondary"
    ACCESSORY = "accessory"
    ISOLATION = "isolation"
    CORE = "core"
    FINISHER = "finisher"
    DRILL = "drill"

    @property
    def place(self) -> int:
        """Position in a session, 0 first."""
        return list(Role).index(self)


class Rank(StrEnum):
    """How usual an exercise is among those who own the equipment."""

    STAPLE = "staple"
    COMMON = "common"
    NICHE = "niche"


class Unit(StrEnum):
    """What a set counts: repetitions, seconds held, metres carried."""

    REPS = "reps"
    HOLD = "hold"
    DISTANCE = "distance"


class BodyPart(StrEnum):
    """Body parts that a person may ask to protect (evidence 8)."""

    SHOULDER = "shoulder"
    ELBOW = "elbow"
    WRIST = "wrist"
    LOWER_BACK = "lower_back"
    HIP = "hip"
    GROIN = "groin"
    HAMSTRING = "hamstring"
    KNEE = "knee"
    ANKLE = "ankle"
    NECK = "neck"


class Weekday(StrEnum):
    """Days of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @cached_property
    def number(self) -> int:
        """0 for Monday, 6 for Sunday."""
        return list(Weekday).index(self)

    def is_beside(self, other: Weekday) -> bool:
        """Tell whether the other is the day before or after; Sunday is the day before Monday."""
        return (self.number - other.number) % len(Weekday) in (1, len(Weekday) - 1)
