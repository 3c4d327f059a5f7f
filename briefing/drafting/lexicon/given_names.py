"""Common given names by the pronoun that usually goes with them: enough to keep "he" from a woman nearby, and no more."""

from __future__ import annotations

MALE_NAMES = frozenset(
    "john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven paul"
    " andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry"
    " justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry tyler aaron jose adam henry nathan"
    " peter zachary kyle walter harold jeremy ethan carl keith roger gerald lawrence sean christian albert joe juan carlos luis miguel"
    " pedro antonio francisco diego javier jorge pat tom tim jim bob bill mike dave dan ben sam max leo oscar hugo simon martin philip"
    " alan ian neil graham colin stuart trevor nigel rishi boris keir tony gordon nick ed vladimir sergei dmitry dmytro oleksandr ivan"
    " mikhail alexei nikolai yuri igor oleg viktor volodymyr andriy petro mohammed muhammad mohamed ahmed ali omar hassan hussein khalid"
    " abdul abdullah ibrahim yusuf mustafa mahmoud tariq imran pierre jean jacques francois emmanuel michel hans klaus wolfgang olaf"
    " friedrich jürgen jens lars erik sven anders bjorn giovanni giuseppe marco luca matteo silvio mario wei jun hiroshi kenji takashi"
    " shinzo narendra rahul amit sanjay anil raj arun benjamin yoav avi moshe kwame kofi chidi emeka tunde nelson cyril".split()
)
FEMALE_NAMES = frozenset(
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily"
    " donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda"
    " pamela emma nicole helen samantha katherine christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia"
    " joyce virginia victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann"
    " anne sara madison frances kathryn janice jean alice abigail julia judy sophia grace denise amber doris marilyn danielle beverly"
    " isabella theresa diana natalie brittany charlotte marie kayla alexis lori jane kate lucy chloe ella claire fiona gillian hilary"
    " hillary theresa priti angela ursula annalena christine elena olga natalia svetlana tatiana irina maryna kateryna yulia oksana"
    " fatima aisha khadija zainab noor leila samira amina hala rania maryam elena sofia lucia carmen isabel ana rosa gabriela camila"
    " ingrid astrid freja sanna magdalena marine ségolène brigitte giulia giorgia francesca chiara mei li-na yuki sakura naomi priya"
    " sunita indira nirmala kamala anita divya golda tzipi miriam ngozi chioma adaeze amara wanjiku thandi joyce".split()
)
