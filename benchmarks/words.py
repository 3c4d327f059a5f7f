"""The words that made-up records are made of: names in three scripts, and sentences with gaps to fill."""

from __future__ import annotations


def _list(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.replace("\n", " ").split(",") if item.strip())


GIVEN = _list("""Ada, Anselm, Beatriz, Brigid, Cormac, Cecilia, Davit, Dolores, Einar, Esther, Fatou, Florin, Gemma, Gustav, Hanna,
Ibrahim, Ilse, Jorge, Judith, Kofi, Kirsten, Leopold, Lucia, Magnus, Marta, Nikos, Noemi, Omar, Ottilie, Piotr, Renata, Rufus,
Sabine, Sigrid, Teodor, Thandi, Ursula, Valentin, Veronika, Wim, Yvonne, Zeynep""")
FAMILY = _list("""Abel, Arslan, Bianchi, Brandt, Cardoso, Costa, Dahl, Diallo, Esposito, Fischer, Fofana, Georgescu, Gruber, Hansen,
Haddad, Iversen, Jovanovic, Kaya, Kruger, Lambert, Lund, Mensah, Meyer, Nagy, Nunes, Olsen, Pereira, Popa, Ricci, Roth, Santos,
Sorensen, Stein, Tamm, Traore, Ulrich, Vasquez, Vogel, Walsh, Winter, Yildiz, Zapata""")
UKRAINIAN = tuple(
    (f"{given} {family}", f"{latin_given} {latin_family}")
    for given, latin_given in (
        ("Марія", "Mariia"),
        ("Остап", "Ostap"),
        ("Ганна", "Hanna"),
        ("Євген", "Yevhen"),
        ("Юлія", "Yuliia"),
    )
    for family, latin_family in (
        ("Кравчук", "Kravchuk"),
        ("Іваненко", "Ivanenko"),
        ("Руденко", "Rudenko"),
        ("Щербак", "Shcherbak"),
    )
)
PERSIAN = tuple(
    (f"{given} {family}", f"{latin_given} {latin_family}")
    for given, latin_given in (("مریم", "Maryam"), ("امیر", "Amir"), ("زهرا", "Zahra"), ("سهراب", "Sohrab"))
    for family, latin_family in (("نوری", "Nouri"), ("فرهادی", "Farhadi"), ("مرادی", "Moradi"), ("شریفی", "Sharifi"))
)
TOWN = _list("""Almera, Brenn, Caldar, Dovic, Elmstad, Ferrow, Gallin, Harvik, Isel, Jarrow, Kesten, Lorva, Mirov, Norrath, Oskel, Pellan,
Quarn, Rosk, Selby, Torvel, Umbra, Vessin, Warden, Yarrow, Zell""")
OF_TOWN = _list(
    "{}, {} Bay, {} Bridge, {} Heights, {} Junction, {} Market, {} Oasis, {} Springs, North {}, South {}, {} Valley, {} Mills"
)
FIELD = _list("""Agriculture, Archives, Civil Protection, Dams, Education, Fuel, Grain, Harbours, Irrigation, Justice, Labour, Medicine,
Navigation, Ports, Railways, Roads, Statistics, Transit, Treasury, Waterways""")
BODY = {
    "agency": _list("Department of {}, Bureau of {}, State Office for {}, {} Inspectorate, Authority for {}"),
    "association": _list("Friends of {}, {} Union, League for {}, {} Watch, Citizens for {}"),
    "company": _list("{} Holding, {} and Sons, United {} Company, {} Partners, First {} Group"),
    "news organization": _list("The {} Bulletin, {} Today, Journal of {}, {} Wire, The {} Observer"),
}
POST = _list(
    "spokesperson, director, deputy director, minister, adviser, inspector, press officer, chair, legal counsel, envoy"
)
THING = _list("""bridge repair, canal closure, convoy, dredging contract, emergency loan, export ban, fuel ration, grain sale, harbour fee,
hospital order, land survey, mine clearance, night curfew, port strike, power cut, prisoner swap, rail detour, road toll, school closure,
seed subsidy, ship inspection, tax holiday, truce, water quota, well drilling""")
WHAT = _list("""announced, called off, confirmed, contested, criticised, defended, delayed, examined, extended, halted, promised, reopened,
suspended, welcomed""")
SUBJECT = _list("""the budget for winter, the border post, the drinking water, the ferry timetable, the fishing season, the lower reservoir,
the new census, the old quarter, the price of bread, the refugee camp, the river police, the southern line, the state of the dikes,
the teachers' pay, the vaccination plan""")
MANY = _list(
    "about sixty, at least nine, eleven, fewer than thirty, hundreds of, more than 4 000, nearly half of the, some two dozen, twenty-seven"
)
WHO = _list(
    "barges, boats, bus drivers, dockers, families, farms, households, nurses, pumps, shops, teachers, trucks, villages, wells"
)
WHEN = _list("""after midnight, at noon, before the session, during the recess, early in the week, in the first days of the month,
in the same hour, late in the evening, on the eve of the vote, on short notice, over the holidays, two days later""")
TAIL = _list("""although the minutes do not mention it, and nobody has contradicted this since, as the annex to the decree shows,
but left the costs open, for reasons that were not given, pending a ruling by the court, which the opposition had demanded,
which two earlier reports had foreseen, while the talks went on, without naming a date""")

# {one} and {other} are records, as [[id]]; the rest are words from above.
SENTENCES = (
    "{one} {what} the {thing} {when}, {tail}.",
    "The office of {one} gave notice of the {thing} {when}; it concerns {many} {who}.",
    "Together with {other}, {one} had spoken of {subject} {when}.",
    "Asked about {subject}, {one} pointed to {other} and to the {thing}.",
    "A letter from {one} to {other} lists *{many} {who}* by name.",
    "Neither {one} nor {other} has said what the {thing} means for {subject}.",
)
PLAIN = (
    "It affects {many} {who}, {tail}.",
    "Residents speak of {many} {who} that were turned back {when}.",
    "The {thing} has been tied to {subject} from the beginning.",
    "Prices rose {when}, and **{many} {who}** went without.",
    "Minutes of the meeting are [in the register](https://register.example.org/{number}).",
    "Whether the {thing} will hold is uncertain, {tail}.",
    "Engineers had warned of this {when}, in a note about {subject}.",
)
POINTS = (
    "{many} {who} before the {thing}",
    "a second look at {subject}",
    "no {thing} without consent",
    "a count of {who} each month",
)
HEADLINES = (
    "{place}: {thing} {what} over {subject}",
    "{What}: the {thing} at {place}",
    "{Many} {who} hit by {thing} in {place}",
)
TITLES = (
    "{Thing} and {subject}: what is known",
    "How the {thing} at {place} came about",
    "{Place} counts {many} {who}",
)
QUOTES = (
    "We have {what} the {thing}, and we would do so again",
    "Nobody told us about {subject} {when}",
    "The {thing} at {place} is not ours to explain",
    "I know of {many} {who}, and that is too many",
)
CLAIMS = ("The {thing} at {place} was {what} {when}.", "{Many} {who} were affected by the {thing} at {place}.")
