"""Closed lists of English words that the grammar of news prose rests on: what joins, what points, what a role is called.

Lower case throughout. A word that is missing here costs a suggestion, never a record.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = _words(
    "the a an this that these those its their his her our my your one two three four five six seven eight nine ten some several many most"
    " few both all another other each every any no more such dozens hundreds thousands"
)
POSSESSIVES = _words("its their his her our my your")
PRONOUNS = _words("he she they it we i you who everyone somebody someone nobody")
OBJECTS = _words("him her them us me it himself herself itself themselves")
CONJUNCTIONS = _words("and or but nor yet so plus")
SUBORDINATORS = _words(
    "that because while when if although though unless until whether where whereas once as than since before after lest which who whom"
    " whose what how why"
)
PREPOSITIONS = _words(
    "of in on at for from with by to about against under over between within inside outside near behind through throughout during after"
    " before since until into onto upon across along around among amid despite without toward towards via per like unlike including"
    " following concerning regarding beyond above below off out up down as except beside alongside"
)
INSIDE = _words(  # prepositions that may stand within the words that name somebody
    "of for at from in with on to near about against by under over between within behind inside across outside into around among along"
)
AUXILIARIES = _words(
    "has have had having is are was were be been being will would can could may might shall should must do does did 's 've 'd ’s ’ve ’d"
)
ADVERBS = _words(
    "also later then still again previously now just even only once twice earlier today yesterday tomorrow tonight meanwhile however"
    " instead further furthermore moreover nevertheless nonetheless therefore thus indeed often always never soon recently already too"
    " afterwards afterward thereafter simultaneously there here not n't perhaps maybe separately alone together first finally"
    " initially subsequently eventually elsewhere additionally likewise similarly otherwise besides yet so overnight ago online aloud back"
)
NOT_ADVERBS = _words("family ally reply assembly italy july monopoly supply anomaly butterfly assembly bully rally jelly emily kelly sally"
                     " molly billy willy wally holly polly lilly reilly connolly elderly early only likely friendly")  # fmt: skip
DAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = _words("january february march april may june july august september october november december")
MONTH_ABBREVIATIONS = _words("jan feb mar apr jun jul aug sept sep oct nov dec")
TIMES = DAYS | MONTHS | _words(
    "today yesterday tomorrow tonight morning afternoon evening night week weekend month year day days weeks months years hours hour"
    " minutes moment time midday midnight noon late early last next earlier"
)  # fmt: skip
HONORIFICS = _words(
    "mr mrs ms miss mx dr prof professor sir dame lord lady baroness baron rev reverend fr father sister brother rabbi imam sheikh"
    " ayatollah pope cardinal archbishop bishop judge justice sen senator rep representative gov governor gen general lt col colonel"
    " maj major capt captain sgt sergeant cpl pvt adm admiral cmdr commander brig cllr councillor councilor hon king queen prince"
    " princess president premier chancellor minister secretary mayor ambassador chief superintendent inspector detective officer"
    " constable sheriff deputy"
)
MALE = _words(
    "mr sir lord king prince father brother rev fr baron pope cardinal archbishop imam spokesman chairman businessman father son"
    " brother husband grandfather uncle nephew actor fisherman policeman congressman councilman salesman man boy gentleman"
)
FEMALE = _words(
    "mrs ms miss dame lady queen princess sister baroness spokeswoman chairwoman businesswoman mother daughter sister wife grandmother"
    " aunt niece actress policewoman congresswoman councilwoman woman girl waitress widow"
)
ABBREVIATIONS = _words(
    "mr mrs ms dr prof rev fr sen rep gov gen lt col maj capt sgt cpl pvt adm cmdr brig cllr hon st jr sr inc corp co ltd llc plc"
    " bros vs no nos dept univ assn ave blvd rd mt ft jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun"
    " coun const cst comdr amb pres asst assoc dir mgr msgr ald sec treas cpt pte tpr ofc dep lieut cmdt brig ret"
    " ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt"
    " wash wis wyo supt det insp dist atty ph etc eg ie al spc pfc messrs mme mlle sra dra"
)
# Who can speak, by the word that ends the phrase. Plural forms are made below.
_ROLES = _words(
    "spokesman spokeswoman spokesperson official officer minister president secretary director chief head leader chairman chairwoman"
    " chairperson chair executive analyst expert economist lawyer attorney prosecutor judge senator representative lawmaker politician"
    " diplomat ambassador envoy general colonel commander soldier officer police resident witness survivor victim relative neighbour"
    " neighbor mother father brother sister son daughter wife husband parent friend colleague teacher professor researcher scientist"
    " doctor nurse surgeon epidemiologist student activist campaigner protester protestor demonstrator organiser organizer volunteer"
    " worker employee employer owner manager founder engineer pilot driver farmer fisherman shopkeeper trader investor banker strategist"
    " adviser advisor aide governor mayor councillor councilor councilman councilwoman congressman congresswoman deputy mp critic"
    " opponent supporter author writer journalist reporter editor columnist historian coach player captain striker manager referee"
    " actor actress singer artist priest bishop cleric imam rabbi pastor source person man woman people boy girl child passenger"
    " tourist fan customer client patient detective inspector sheriff superintendent coroner investigator inspector firefighter"
    " paramedic rescuer negotiator mediator observer monitor regulator watchdog agency ministry department government office party"
    " company firm bank union association federation council committee commission court authority army military navy force"
    " administration group organisation organization charity foundation institute university hospital school club team league airline"
    " operator developer maker retailer manufacturer newspaper paper magazine broadcaster network channel website blog report statement"
    " letter study survey document filing lawsuit complaint indictment memo email e-mail tweet post message website court panel board"
    " bureau service council parliament senate congress house embassy consulate palace kremlin family couple crowd fighter rebel"
    " militant insurgent militia spokespeople opposition coalition alliance archbishop premier chancellor king queen prince princess"
    " vice-president candidate nominee delegate member veteran cop trooper ranger warden guard partner principal dean provost counsel"
    " publicist agent promoter producer filmmaker musician composer designer architect chef guide seller vendor landlord tenant pensioner"
    " retiree grandmother grandfather widow aunt uncle cousin nephew niece forecaster meteorologist geologist biologist virologist"
    " psychologist psychiatrist therapist technician mechanic builder carpenter plumber miner sailor captain cadet recruit hostage"
    " counterpart successor predecessor rival ally thinktank think-tank"
    " prisoner inmate suspect defendant plaintiff juror migrant refugee villager islander local locals"
)
ROLES = _ROLES | {f"{role}s" for role in _ROLES} | _words(
    "agencies ministries authorities companies secretaries parties charities universities armies countries allies spokesmen"
    " spokeswomen chairmen congressmen businessmen policemen fishermen men women children wives witnesses bosses boss neighbours"
    " judges bodies body deputies attorneys media outlets outlet press staff"
)  # fmt: skip
# Roles that are bodies and not people: no "he" or "she" means them.
BODIES = _words(
    "agency ministry department government office party company firm bank union association federation council committee commission"
    " court authority army military navy force administration group organisation organization charity foundation institute university"
    " hospital school club team league airline operator developer maker retailer manufacturer newspaper paper magazine broadcaster"
    " network channel website blog report statement letter study survey document filing lawsuit complaint indictment memo email e-mail"
    " tweet post message panel board bureau service parliament senate congress house embassy consulate palace kremlin family crowd"
    " militia opposition coalition alliance people police spokespeople locals media outlet press staff couple body regulator watchdog"
)
FULL_TITLES = {"gen": "general", "sen": "senator", "gov": "governor", "rep": "representative", "col": "colonel", "lt": "lieutenant",
               "capt": "captain", "sgt": "sergeant", "adm": "admiral", "maj": "major", "prof": "professor", "dr": "doctor"}  # fmt: skip
# Nouns for a text that speaks.
DOCUMENTS = _words(
    "statement report letter study survey document filing lawsuit complaint indictment memo email e-mail tweet post message release"
    " communique communiqué note notice text article editorial ruling judgment judgement order decree resolution manifesto paper blog"
    " transcript motion petition affidavit sign banner placard headline caption label"
)
SIGNS = _words("sign signs banner banners placard placards poster posters t-shirt t-shirts shirt shirts label labels plaque headline headlines"
               " inscription slogan slogans sticker stickers graffiti caption captions hat hats cap caps flag flags signage")  # fmt: skip
# What stands before a mark that holds a name, a title or a word spoken of as a word, and not a statement.
NAMING = _words(
    "nicknamed dubbed so-called titled entitled called named known word words term terms phrase headlined codenamed code-named christened"
    " labelled labeled branded billed self-styled self-described self-proclaimed alias marked stamped spelled subtitled song songs film films"
    " movie movies book books novel album single series show play documentary essay memoir podcast poem sitcom musical hit track ballad"
    " quote-unquote termed operation slogan hashtag motto euphemism moniker nickname misnomer"
)
IRREGULAR_VERBS = _words(
    "is are was were am be been has have had do does did will would can could may might must shall should went came took got gave left"
    " saw knew became began kept held brought met ran paid sat stood lost won fell sent built spent led set put cut hit made grew rose"
    " drew drove flew threw broke chose spoke woke wore bore tore swore shook forgot hid rode sang sank swam struck stuck taught caught"
    " bought fought sought sold felt dealt meant slept wept fled died lay lies goes comes takes makes gets gives wants needs seems"
    " remains becomes continues keeps lives works plays runs stands sits leads faces plans hopes includes isn't aren't wasn't weren't"
    " hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't shouldn't isn’t aren’t wasn’t weren’t hasn’t haven’t"
    " hadn’t don’t doesn’t didn’t won’t wouldn’t can’t couldn’t shouldn’t went ended shot told said it’s it's he's he’s she's she’s"
    " they're they’re that's that’s there's there’s hurt burst spread split quit let read beat bled bent bit blew drank ate found heard"
)
PARTICIPLES = _words(  # that may stand after the noun they belong to, or before it
    "briefed based involved named identified known quoted appointed elected owned backed led run held injured wounded affected displaced"
    " concerned retired united combined acclaimed celebrated renowned respected associated exiled jailed detained convicted accused"
    " aged armed unnamed married divorced bereaved disabled experienced skilled unidentified so-called sponsored funded trained allied"
    " occupied besieged installed affiliated aligned linked related tasked charged employed assigned located situated stationed born"
    " hired fired ousted deposed sacked sanctioned state-run state-owned authorized authorised familiar close privy able responsible"
)
