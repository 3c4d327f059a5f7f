"""Words that almost every text of a language has and English texts have not, for telling languages apart."""

from __future__ import annotations

# Words that English has too, such as "die", "in" or "no", are left out: they tell nothing.
FUNCTION_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "German": "der das und ist nicht ein eine einen einem einer dem den des zu mit auf für sich auch wird werden wurde hat haben dass sie er es ich wir nach bei aus wie über zum zur noch nur oder sagte",
        "French": "le la les et est une des du dans que qui pour pas sur avec ce cette il elle ils ont été sont au aux par plus ne se son sa ses leur mais nous vous",
        "Spanish": "el la los las y es una del que en por con para se su sus al como más pero fue han está son este esta lo le ha dijo",
        "Italian": "il lo la gli le e è una di che del della dei delle nel nella per con si sono ha anche come più ma questo questa detto",
        "Portuguese": "o os as e é uma do da dos das que em no na nos nas por com para se ao mais mas foi são não este esta ele ela disse",
        "Dutch": "de het een en van dat niet op te zijn voor met aan er maar om hij ze wij ook naar bij uit zei wordt werd heeft",
        "Polish": "i w na z że nie się do jest to jak po za od przez przy dla oraz już jego jej był była powiedział",
        "Swedish": "och att det som en ett är inte på för med av den till har om var sig han hon vi från sade",
        "Danish": "og at det som en et er ikke på for med af den til har om var sig han hun vi fra sagde",
        "Turkish": "ve bir bu için ile da de ki olarak daha çok gibi sonra kadar ama olan dedi",
        "Romanian": "și în la de cu pe că nu este sunt din pentru un o mai fost care spus",
        "Czech": "a v na se je že s z do to jako pro po ale není byl byla jsou řekl",
        "Hungarian": "a az és hogy nem is egy ez meg volt van azt mint csak de mondta",
        "Indonesian": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga mengatakan",
        "Finnish": "ja on ei että se hän oli joka mutta kun niin sanoi myös",
    }.items()
}
