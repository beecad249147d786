"""Who belongs to the demo branch: units after domain words, and invented people of every kind."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from backend.identity import queries as identity_queries
from backend.identity import service as identity
from backend.identity.passwords import Passwords
from backend.identity.rules import PersonKind, Procedure, Role, UnitKind
from backend.kernel.db import db

DEMO_PASSWORD = "Luqin-2026"  # noqa: S105 - shown on the log-in page of the demo
STATIONS = (
    "天平路", "湖南路", "斜土路", "枫林路", "长桥", "田林", "虹梅路", "康健新村", "徐家汇", "凌云路", "龙华", "漕河泾",
    "华泾镇",
)  # fmt: skip
BATTALIONS = ("交警一大队", "交警二大队", "交警三大队", "交警四大队")
OFFICERS_PER_BATTALION = 13
AUXILIARIES_PER_BATTALION = 8
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
GIVEN = tuple(
    "伟 建国 志强 海涛 明 俊杰 晓峰 文博 立新 宏宇 国平 永康 家豪 思远 子安 浩然 景行 若愚 志远 振华 "  # noqa: SIM905
    "静 丽娜 雅琴 晓燕 敏 佳怡 文静 雨桐 春梅 慧 欣悦 诗涵 秀英 芳 婷 玉洁 凤霞 莉 洁 颖".split()
)


@dataclass
class Branch:
    """Ids of what was made. `officers` and `auxiliaries` by number of the battalion (1–4)."""

    root: str = ""
    battalions: dict[int, str] = field(default_factory=dict)
    stations: dict[str, str] = field(default_factory=dict)
    officers: dict[int, list[str]] = field(default_factory=dict)
    auxiliaries: dict[int, list[str]] = field(default_factory=dict)
    leaders: dict[int, str] = field(default_factory=dict)
    unit_of: dict[str, str] = field(default_factory=dict)
    accounts: list[dict[str, str]] = field(default_factory=list)


class Builder:
    """Makes units and people through the identity services."""

    def __init__(self, seed: random.Random, passwords: Passwords, first_day: date) -> None:
        self._random = seed
        self._hash = passwords.hash(DEMO_PASSWORD)
        self._first_day = first_day - timedelta(days=30)
        self._names: set[str] = set()
        self._numbers = {"officer": 20100, "auxiliary": 50100}
        self._units: dict[str, str] = {}
        self.branch = Branch()

    def build(self) -> Branch:
        """The whole branch."""
        self._make_units()
        for number in range(1, len(BATTALIONS) + 1):
            self._make_battalion(number)
        self._make_stations()
        self._make_offices()
        return self.branch

    def _unit(self, code: str, name: str, kind: UnitKind, parent: str | None, zone: str | None = None) -> str:
        unit_id = identity.create_unit(name=name, kind=kind, parent_id=parent, code=code, zone_code=zone)
        self._units[code] = unit_id
        return unit_id

    def _make_units(self) -> None:
        root = self.branch.root = self._unit("310104", "徐汇分局", UnitKind.BRANCH, None)
        for code, name, kind in (
            ("ZHC", "指挥处", UnitKind.COMMAND_OFFICE),
            ("JJZD", "交警支队", UnitKind.TRAFFIC_DETACHMENT),
            ("DCZD", "督察支队", UnitKind.SUPERVISION_DETACHMENT),
            ("TJ", "特警支队", UnitKind.SPECIAL_POLICE),
            ("ZZC", "政治处", UnitKind.PERSONNEL_OFFICE),
            ("LZ", "轮训轮值队", UnitKind.ROTATION_FORCE),
            ("JG", "机关增援队", UnitKind.OFFICE_REINFORCEMENT),
            ("KX", "科技科", UnitKind.TECHNOLOGY_OFFICE),
        ):
            self._unit(code, name, kind, root)
        detachment = self._units["JJZD"]
        self._unit("JJZD-YP", "研判室", UnitKind.ANALYSIS_ROOM, detachment)
        self._unit("JJZD-DD", "督导组", UnitKind.INSPECTION_GROUP, detachment)
        self._unit("JJZD-FZ", "法制组", UnitKind.LEGAL_OFFICE, detachment)
        for number, name in enumerate(BATTALIONS, 1):
            battalion = self._unit(f"JJZD-{number}", name, UnitKind.BATTALION, detachment)
            self.branch.battalions[number] = battalion
        for number, zone in enumerate(STATIONS, 1):
            station = self._unit(f"PCS-{number:02}", f"{zone}派出所", UnitKind.POLICE_STATION, root, zone)
            self.branch.stations[zone] = station

    def _make_battalion(self, number: int) -> None:
        unit = self.branch.battalions[number]
        leader = self._person(PersonKind.OFFICER, unit, Role.SHIFT_LEADER, grants=True)
        deputy = self._person(PersonKind.OFFICER, unit, Role.SHIFT_LEADER, grants=True)
        self.branch.leaders[number] = leader
        officers = [
            self._person(PersonKind.OFFICER, unit, Role.OFFICER, grants=True)
            for _ in range(OFFICERS_PER_BATTALION)
        ]
        self.branch.officers[number] = [*officers, deputy]
        self.branch.auxiliaries[number] = [
            self._person(PersonKind.DUTY_AUXILIARY, unit, Role.AUXILIARY)
            for _ in range(AUXILIARIES_PER_BATTALION)
        ]
        if number == 1:
            self._show(officers[0], "一线民警", "officer", "手机：签到、拍照记录违法、断网也能存")
            self._show(
                self.branch.auxiliaries[1][0], "勤务辅警", "auxiliary", "手机：在带班民警带领下签到上岗"
            )
            self._show(leader, "带班领导", "shift_leader", "桌面：今日态势、排班、本大队记录")

    def _make_stations(self) -> None:
        for place, zone in enumerate(STATIONS):
            unit = self.branch.stations[zone]
            person = self._person(PersonKind.OFFICER, unit, Role.STATION_OFFICER)
            if place % 3 == 0:
                # Power to enforce is a grant per person, not implied by the unit: parking notices only.
                identity.grant_enforcement(
                    person_id=person,
                    party="motor",
                    procedure=Procedure.PARKING_NOTICE,
                    basis="分局授权〔2026〕3号",
                    valid_from=self._first_day,
                )
            if zone == "徐家汇":
                self._show(person, "派出所民警", "station_officer", "手机：参加联勤，仅在授权范围内记录")

    def _make_offices(self) -> None:
        root = self.branch.root
        for code, kind, role, over, title, tries in (
            (
                "ZHC",
                PersonKind.OFFICER,
                Role.COMMAND_OFFICE,
                root,
                "指挥处",
                "桌面：全区态势、统计、代码表",
            ),
            ("DCZD", PersonKind.OFFICER, Role.SUPERVISOR, root, "督察", "桌面：查阅全部记录，核对回执"),
            ("JJZD-DD", PersonKind.OFFICER, Role.INSPECTOR, root, "督导", "桌面与手机：看态势、查记录"),
            ("JJZD-YP", PersonKind.OFFICER, Role.ANALYST, root, "研判", "桌面：统计图表与钻取"),
            (
                "JJZD-FZ",
                PersonKind.OFFICER,
                Role.LEGAL_REVIEWER,
                root,
                "法制员",
                "桌面：查阅记录，维护代码表",
            ),
            ("ZZC", PersonKind.OFFICER, Role.PERSONNEL_OFFICE, root, "政治处", "桌面：导入单位与人员"),
            ("310104", PersonKind.OFFICER, Role.LEADER, root, "分局领导", "桌面：一分钟看懂全区勤务"),
            ("KX", PersonKind.CIVILIAN, Role.SYSTEM_ADMIN, root, "系统管理员", "桌面：账号与设备"),
            ("KX", PersonKind.CIVILIAN, Role.SECURITY_ADMIN, root, "安全管理员", "桌面：停用设备、解除锁定"),
            (
                "DCZD",
                PersonKind.OFFICER,
                Role.AUDIT_ADMIN,
                root,
                "审计管理员",
                "接口：核对账本公钥、树头与一致性证明",
            ),
        ):
            person = self._person(kind, self._units[code], role, over=over)
            self._show(person, title, role.value, tries)
        for code in ("TJ", "LZ", "JG"):
            for _ in range(3):
                self._person(PersonKind.OFFICER, self._units[code], Role.STATION_OFFICER)
        for _ in range(2):
            self._person(PersonKind.CLERICAL_AUXILIARY, self._units["JJZD"], None)

    def _person(
        self, kind: PersonKind, unit: str, role: Role | None, *, over: str | None = None, grants: bool = False
    ) -> str:
        number = self._number(kind)
        person = identity.create_person(
            name=self._name(),
            badge_number=number,
            kind=kind,
            unit_id=unit,
            password_hash=self._hash,
            must_change_password=False,
        )
        self.branch.unit_of[person] = unit
        if role is not None:
            identity.grant_role(person_id=person, role=role, unit_id=over or unit, valid_from=self._first_day)
        if kind in (PersonKind.OFFICER, PersonKind.DUTY_AUXILIARY):
            identity.add_qualification(
                person_id=person, kind="post_duty", valid_from=self._first_day, valid_to=None, result="passed"
            )
        if grants:
            identity.grant_enforcement(
                person_id=person, party="any", procedure="any", basis="岗位职责", valid_from=self._first_day
            )
        return person

    def _number(self, kind: PersonKind) -> str:
        series = "officer" if kind in (PersonKind.OFFICER, PersonKind.CIVILIAN) else "auxiliary"
        self._numbers[series] += 1
        return f"{'0' if series == 'officer' else 'F'}{self._numbers[series]}"

    def _name(self) -> str:
        while True:
            name = self._random.choice(SURNAMES) + self._random.choice(GIVEN)
            if name not in self._names:
                self._names.add(name)
                return name

    def _show(self, person_id: str, role_name: str, role: str, tries: str) -> None:
        person = identity.get_person(person_id)
        unit = identity_queries.get_unit(db.session.connection(), person.unit_id).name
        self.branch.accounts.append(
            {
                "badge_number": person.badge_number,
                "password": DEMO_PASSWORD,
                "name": person.name,
                "role": role,
                "role_name": role_name,
                "unit_name": unit,
                "tries": tries,
            }
        )
