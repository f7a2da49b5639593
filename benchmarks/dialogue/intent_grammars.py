"""Twenty intents in two sets of grammars: what is taught, and what is asked."""

GRAMMARS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "alarm": (
        (
            "(wake me|wake me up|get me up) at (six|seven|eight|half past six|ten to nine) "
            "[tomorrow|on monday]",
            "[please] set (an|my) alarm for (six|seven|noon|five thirty) [in the morning]",
            "i need an alarm (tomorrow|on sunday|every weekday) at (seven|nine|four)",
            "could you put the alarm clock on (five|eight|eleven)",
        ),
        (
            "make sure i am (awake|up|out of bed) by (quarter past seven|dawn|two)",
            "have the alarm ring (on thursday|this weekend) around (one|three)",
            "i would like my alarm to go off (very early|after sunrise|before breakfast)",
        ),
    ),
    "weather": (
        (
            "(what is|how is) the weather (today|tomorrow|this weekend|in paris|in london)",
            "will it (rain|snow|be sunny|be windy) (today|tonight|tomorrow|on friday)",
            "do i need (an umbrella|a coat|sunglasses) (today|tonight|tomorrow)",
            "(give me|show me|tell me) the forecast for (today|tomorrow|the week|monday)",
        ),
        (
            "is it going to (pour|be cold outside|be cloudy) (later|this afternoon|in berlin)",
            "what does the weather look like (for sunday|up north|at the coast)",
            "any chance of (rain|showers|storms) (before noon|next week|by evening)",
        ),
    ),
    "play_music": (
        (
            "play [some|a bit of] (jazz|music|rock|classical music|piano music) [please|for me]",
            "(put on|start) (a song|some music|an album|my playlist) [by adele|by bach]",
            "i want to (hear|listen to) (music|a song|the beatles|some blues)",
            "can you play (something calm|my favourite song|the radio)",
        ),
        (
            "let us have some (tunes|songs) (while i cook|in the background|for dancing)",
            "could we listen to (mozart|a little soul|something by prince)",
            "throw on (a record|a nice track|some hip hop)",
        ),
    ),
    "bank_balance": (
        (
            "(what is|show me|tell me|check) my [account|bank] balance [please]",
            "how much money (do i have|is) in my (account|savings|checking account)",
            "how much is (left|there) in my (account|bank account|savings account)",
            "do i have enough money (in the bank|in my account) (to pay rent|for the "
            "bills|this month)",
        ),
        (
            "what funds (are available|remain) in (the current account|my savings)",
            "i want to know (what|how much cash) is sitting in my bank account (right "
            "now|today|as of this morning)",
            "read out the balance of (my chequing account|our joint account|the account)",
        ),
    ),
    "transfer": (
        (
            "(transfer|send|move) (fifty|twenty|a hundred|ten) dollars to (my "
            "sister|john|mary|savings)",
            "i (want|need) to (transfer|send) money to (my mother|anna|my landlord)",
            "(make|set up) a transfer (from checking to savings|to my brother|to his account)",
        ),
        (
            "shift (thirty|sixty) euros (over to savings|into the other account|across to tom)",
            "wire (some cash|two hundred) to (my roommate|aunt lucy|the plumber)",
            "can money be transferred (between my accounts|to kate|from savings) (now|by friday)",
        ),
    ),
    "lost_card": (
        (
            "i (lost|cannot find|misplaced) my (card|credit card|debit card|bank card)",
            "my (card|credit card|bank card) (was stolen|is gone|is missing|got stolen)",
            "[please] (block|cancel|freeze) my (card|credit card|debit card) [it was "
            "stolen|i lost it]",
            "somebody (stole|took) my (credit card|debit card|card) [yesterday|on the bus]",
        ),
        (
            "report (a lost|a stolen|my missing) card (right away|for me|now)",
            "i think i (left|dropped) my visa card (at the store|in a taxi|somewhere)",
            "my purse with (both cards|the credit card) has (vanished|disappeared|been taken)",
        ),
    ),
    "recipe": (
        (
            "how do i (make|cook|bake) (pancakes|lasagna|a cake|soup|bread|risotto)",
            "(find|give me|show me) a recipe for (chicken|pasta|soup|pancakes|curry)",
            "what can i cook with (eggs|rice|potatoes|tomatoes|beans)",
        ),
        (
            "teach me to cook (an omelette|dumplings|a stew|paella)",
            "is there a good recipe (using leeks|with mushrooms|for a pie|for tacos)",
            "which ingredients go into (goulash|a quiche|tiramisu|gazpacho)",
        ),
    ),
    "restaurant": (
        (
            "(book|reserve) a table (for two|for four|for six) [at seven|tonight|tomorrow]",
            "(find|recommend|suggest) a [good] (restaurant|place to eat) [nearby|in "
            "town|around here]",
            "i need a (dinner reservation|reservation|table) (for friday|for tonight|at eight)",
        ),
        (
            "get us a reservation (at the bistro|for five people|on saturday evening)",
            "where could we (dine|eat out|have dinner) (downtown|by the river|on sunday)",
            "are there any (thai|vegan|french) restaurants (close by|worth visiting|still open)",
        ),
    ),
    "flight": (
        (
            "(book|find|get) me a flight (to paris|to london|to rome|from boston to denver) "
            "[on friday|tomorrow]",
            "i (want|need) to fly to (new york|berlin|tokyo|madrid) [next week|on monday]",
            "(how much is|what does it cost to get) a (plane ticket|flight) to "
            "(lisbon|chicago|oslo)",
        ),
        (
            "show (cheap|direct|overnight) flights (into vienna|out of seattle|for dublin)",
            "i have to be on a plane (to athens|to miami|to cairo) (in june|by wednesday)",
            "purchase (a seat|two tickets) on (the morning flight|any airline) to (prague|lima)",
        ),
    ),
    "translate": (
        (
            "how do you say (hello|thank you|goodbye|please|water) in "
            "(french|spanish|german|italian)",
            "translate (good morning|i love you|cheers|where is the station) (to|into) "
            "(spanish|french|japanese)",
            "what is the (french|german|italian|russian) word for (dog|bread|house|friend)",
        ),
        (
            "give me the (portuguese|dutch) translation of (excuse me|happy birthday|the bill)",
            "what would (a swede|people in poland) say for (sorry|good luck|apple)",
            "i need (this menu|that sentence|a few words) translated (into greek|from korean)",
        ),
    ),
    "timer": (
        (
            "set a timer for (five|ten|twenty|thirty|two) minutes [please]",
            "(start|begin) a (ten minute|one hour|five minute) timer",
            "(count down|countdown) from (ten|thirty|sixty) [seconds]",
            "time (three|fifteen|forty) minutes for (me|the eggs|the pasta)",
        ),
        (
            "put (a quarter of an hour|ninety seconds|eight minutes) on the timer",
            "let the timer run for (half an hour|twelve minutes|a minute)",
            "i want a timer (for my tea|for the laundry|of four minutes)",
        ),
    ),
    "shopping_list": (
        (
            "(add|put) (milk|bread|eggs|cheese|butter|apples) (to|on) (my|the) shopping list",
            "(what is|read me what is) on (my|the) (shopping|grocery) list",
            "(remove|delete) (milk|bread|eggs|coffee) from the (shopping|grocery) list",
        ),
        (
            "we need (yoghurt|onions|soap), write (it|them) on the list [for the supermarket]",
            "include (tea|sugar|bananas) in the groceries list (for me|as well|too)",
            "take (flour|the wine|pears) off the shopping list",
        ),
    ),
    "directions": (
        (
            "how do i get to (the airport|the station|the museum|downtown|the hospital)",
            "(give me|show me) directions to (the library|the park|work|the nearest bank)",
            "(what is|find) the (fastest|best|quickest) way to (the stadium|the beach|home)",
        ),
        (
            "navigate (me|us) to (the cathedral|the ferry|the town hall)",
            "which (road|route|bus) leads to (the castle|the zoo|the market)",
            "guide me (back to the hotel|to the pharmacy|toward the harbour)",
        ),
    ),
    "lights": (
        (
            "turn (on|off) the (lights|lamp|kitchen lights|bedroom light)",
            "(dim|brighten) the (lights|lamp|living room lights) [please]",
            "switch the (light|lights|lamp) (on|off) [in the kitchen|in the hall]",
            "make (it|the room) (brighter|darker) [in here]",
        ),
        (
            "i want the lights (out|lower|up a little) (in the study|upstairs|now)",
            "kill the (light|lights) (in the garage|on the porch)",
            "could you light up (the corridor|the stairs|the dining room)",
        ),
    ),
    "joke": (
        (
            "tell me a [funny|good|short] joke [please|about cats|about doctors]",
            "(make me laugh|say something funny|be funny) [please|for once]",
            "do you know (any|some) [good] jokes [about animals|about work|about school]",
            "i want to hear a (joke|funny story|good joke) [now|about dogs|about lawyers]",
        ),
        (
            "got a joke (for us|about penguins|for the kids|on programmers)",
            "another (joke|funny one), (go ahead|if you can|would you)",
            "(entertain|amuse) (me|us) with (a pun|something hilarious|a silly joke)",
        ),
    ),
    "call": (
        (
            "(call|phone|ring) (my mother|john|my wife|the doctor|anna) [please|now]",
            "(make|place) a (call|phone call) to (my brother|the office|peter)",
            "can you (call|dial) (home|mary|the school|my boss) [for me]",
        ),
        (
            "get (grandma|the vet|my lawyer) on the phone (at once|for me)",
            "i would like to speak with (susan|my uncle|reception) on the telephone",
            "start a video call (with the team|with lena|with my cousin)",
        ),
    ),
    "meeting": (
        (
            "(schedule|set up|arrange) a meeting with (john|the team|my boss|anna) [on "
            "monday|tomorrow|at ten]",
            "(add|put) a meeting (on|to) my calendar [for tuesday|for noon|at three]",
            "what meetings do i have (today|tomorrow|this week|on friday)",
        ),
        (
            "find a (slot|free hour) to meet (with sales|the auditors|martin) (on "
            "wednesday|next month)",
            "move my (first|last) meeting (to the afternoon|back an hour|to thursday)",
            "is there (anything|a meeting) in my calendar (before lunch|on the fifth|around two)",
        ),
    ),
    "password": (
        (
            "i (forgot|lost|do not remember) my password [again]",
            "(reset|change|update) my password [please|for my account|for email]",
            "how (do|can) i (reset|change|recover) (my|the) password [online|for the app]",
            "my password (does not work|is wrong|has expired|was rejected) [today|anymore]",
        ),
        (
            "i cannot log in because (the password is not accepted|i do not know the password)",
            "choose a new password (for my profile|on the website|for the wifi)",
            "what if (someone|a customer) no longer knows (his|her|the) password",
        ),
    ),
    "health": (
        (
            "i have a (headache|fever|sore throat|cough|stomach ache) [what should i do|today]",
            "what (helps|is good) (against|for) (a headache|a cold|a cough|back pain)",
            "my (back|head|stomach|knee|throat) (hurts|aches|is sore) [a lot|today]",
        ),
        (
            "how do i get rid of (a migraine|hiccups|a runny nose|muscle pain)",
            "there is a (pain|stinging) in my (shoulder|chest|ankle|neck)",
            "which medicine (is best for|treats) (nausea|an earache|the flu)",
        ),
    ),
    "package": (
        (
            "where is my (package|order|parcel|delivery) [now|today]",
            "(track|find) my (package|order|parcel|shipment) [please|number five]",
            "when will my (package|order|parcel|delivery) (arrive|come|be here|get here)",
            "my (order|package|parcel) (has not arrived|is late|did not come) [yet|today]",
        ),
        (
            "has the (courier|shipment i ordered|parcel service) (left the depot|come by) "
            "(yet|already)",
            "what day (does|should) the delivery of my (shoes|new phone|books) happen",
            "i am still waiting for (a parcel|the package) (from the shop|sent last "
            "week|from abroad)",
        ),
    ),
}
