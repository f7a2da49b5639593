"""Words for the generated rules: everyday ones that mean something to a companion.

None stands in two of the lists, so that a word says what it is in a rule.
"""

THINGS = """
lamp kettle letter window blanket bicycle camera guitar piano violin jacket sweater scarf
umbrella wallet suitcase backpack mirror carpet curtain pillow mattress drawer cupboard
bookshelf ladder hammer bucket candle lantern basket bottle teapot saucepan toaster oven
fridge freezer dishwasher vacuum radio television speaker keyboard monitor printer laptop
tablet telephone charger battery cable notebook calendar envelope postcard parcel stamp
pencil eraser ruler scissors needle thread button zipper necklace bracelet earring wristwatch
compass telescope microscope thermometer barometer puzzle chessboard domino dice balloon kite
trampoline skateboard surfboard canoe paddle tent hammock lunchbox thermos sandwich omelette
pancake waffle muffin biscuit pretzel dumpling lasagna risotto noodle casserole pudding
custard marmalade honey mustard vinegar pepper cinnamon ginger garlic onion carrot potato
pumpkin spinach broccoli cabbage cucumber tomato avocado apricot banana blueberry cherry
coconut grapefruit lemon mango melon orange papaya peach pineapple raspberry strawberry
walnut almond peanut chestnut tulip orchid daisy lavender sunflower cactus ivy fern maple
willow oak pine hedge lawn fountain statue bench fence gate chimney rooftop balcony stairway
elevator tractor bulldozer helicopter airplane sailboat submarine locomotive ambulance taxi
scooter motorcycle caravan trailer bulletin magazine newspaper dictionary encyclopedia novel
poem diary recipe passport ticket receipt invoice contract certificate diploma medal trophy
flute trumpet drum harp cello saxophone accordion microphone cassette record painting sculpture
sketch poster photograph portrait mosaic tapestry quilt apron helmet glove boot sandal slipper
sneaker sock stocking trouser skirt blouse dress tuxedo uniform costume crown ring locket
perfume lipstick shampoo soap towel toothbrush razor comb bandage crutch wheelchair syringe
microchip robot drone satellite rocket sensor antenna magnet engine turbine piston gearbox
bumper windshield headlight steering pedal saddle bridle horseshoe birdhouse aquarium hamster
parrot turtle rabbit kitten puppy pony lobster salmon dolphin penguin butterfly beetle spider
snail owl falcon raccoon squirrel hedgehog giraffe kangaroo elephant crocodile dinosaur
""".split()

ADJECTIVES = """
red blue yellow purple golden silver wooden plastic leather woolen velvet paper glass marble
ancient modern antique rusty dusty shiny broken cracked crooked folded frozen melted burnt
fresh rotten bitter salty spicy creamy crunchy delicious enormous tiny gigantic narrow wide
heavy hollow round square pointed blunt sharp smooth rough sticky slippery fluffy fuzzy furry
striped spotted plain fancy cheap expensive precious worthless rare common strange ordinary
magical haunted hidden missing stolen borrowed forgotten famous secret portable electric
mechanical digital automatic foldable waterproof handmade homemade imported local seasonal
tropical arctic elegant clumsy noisy silent gentle fierce lazy clever stubborn cheerful gloomy
grumpy friendly lonely curious nervous brave
""".split()

VERBS = """
repair polish paint wash clean sharpen fold wrap unwrap pack unpack carry lift push drag throw
catch drop hide find lose borrow lend sell buy rent donate collect arrange organize label count
measure weigh compare describe draw film rehearse perform compose decorate
assemble dismantle replace install upgrade connect unplug charge recycle reuse bury plant water
harvest chop slice grate boil bake roast grill fry stir taste serve deliver ship mail
open close lock unlock hang mount tighten loosen tie untie knit sew mend iron stitch dye bleach
insure inspect test adjust calibrate program reset restart examine admire recommend review
translate memorize imitate invent design sculpt carve engrave frame varnish preserve restore
protect guard rescue
""".split()

PLACES = """
kitchen bedroom bathroom basement attic garage garden hallway library museum theater cinema
stadium gymnasium hospital pharmacy bakery butchery supermarket warehouse factory workshop
laboratory office classroom cafeteria university monastery cathedral chapel castle palace
cottage cabin farmhouse barn stable lighthouse harbor airport terminal platform tunnel bridge
highway crossroads roundabout village suburb downtown plaza park playground zoo circus carnival
beach island peninsula desert canyon valley mountain glacier volcano waterfall riverbank swamp
meadow orchard vineyard greenhouse cemetery courthouse embassy consulate parliament barracks
prison shelter hostel restaurant tavern brewery nightclub ballroom auditorium gallery studio
laundromat
""".split()

PEOPLE = """
brother sister cousin uncle aunt nephew niece grandmother grandfather neighbor roommate landlord
tenant teacher professor student principal librarian doctor nurse surgeon dentist pharmacist
therapist lawyer judge policeman firefighter soldier captain pilot sailor driver mechanic
plumber electrician carpenter gardener farmer butcher baker waiter bartender chef manager
secretary accountant engineer architect scientist astronaut musician singer dancer actor
director painter writer journalist photographer translator priest monk tailor barber hairdresser
florist jeweler
""".split()

EVENTS = """
wedding funeral birthday anniversary graduation christening barbecue picnic banquet breakfast
lunch dinner concert festival parade exhibition lecture seminar conference interview audition
rehearsal tournament championship marathon regatta holiday vacation honeymoon expedition
pilgrimage excursion camping hike sleepover housewarming farewell reunion auction fundraiser
election referendum strike inauguration ceremony performance premiere masquerade
""".split()

NAMES = "Theodore Catherine Amy Paul Charles Isabella Lewis Rosemary Jocelyn Roberto".split()
NUMBERS = "two three five seven 12 20 forty eleven 6 fifteen".split()
TIMES = (
    "tomorrow",
    "tonight",
    "at nine",
    "at half past seven",
    "tomorrow morning",
    "on friday",
    "in twenty minutes",
    "in an hour",
    "next week",
    "on monday at five",
)
TEXTS = (
    "I will be late",
    "the keys are under the mat",
    "nobody has to worry",
    "we are on our way",
    "the rain has stopped at last",
    "it was worth the wait",
    "come as you are",
    "I found what you lost",
)
