"""What a verdict promises: the small words around a theme decide, and where they do not, it says so.

Each rule is a pair or more of texts that differ in just what the rule is about.
"""

import pytest

from pipeline.themes.annotate import annotate_with
from pipeline.themes.codebook import load_codebook

CODEBOOK = load_codebook()

NOTHING: list[tuple[str, str]] = []

PAIRS = [
    pytest.param("You were enthusiastic.", [("enthusiasm", "strength")], id="plain-praise"),
    pytest.param("You were not enthusiastic.", [("enthusiasm", "concern")], id="negated-praise"),
    pytest.param("You were nervous.", [("confidence", "concern")], id="plain-fault"),
    pytest.param("You weren't nervous.", [("confidence", "strength")], id="negated-fault"),
    pytest.param("You were not too nervous.", [("confidence", "strength")], id="not-too-is-a-plain-not"),
    pytest.param("You lacked confidence.", [("confidence", "concern")], id="lack"),
    pytest.param("You did not lack confidence.", [("confidence", "strength")], id="denied-lack"),
    pytest.param("We had concerns about your coding.", [("technical_depth", "concern")], id="concern"),
    pytest.param("No concerns about your coding.", [("technical_depth", "strength")], id="denied-concern"),
    pytest.param("I could not fault your preparation.", [("company_research", "strength")], id="no-fault"),
    pytest.param("It was not your enthusiasm.", [("enthusiasm", "strength")], id="ruled-out"),
    pytest.param("It was a lack of enthusiasm.", [("enthusiasm", "concern")], id="given-as-the-reason"),
    pytest.param("It wasn't a lack of enthusiasm.", [("enthusiasm", "strength")], id="ruled-out-lack"),
    pytest.param("Nothing to do with your communication.", [("communication", "strength")], id="nothing-to-do-with"),
    pytest.param("Your technical skills were never in doubt.", [("technical_depth", "strength")], id="cleared"),
    pytest.param("It was the salary.", [("salary", "circumstance")], id="circumstance"),
    pytest.param("It was not the salary.", NOTHING, id="ruled-out-circumstance"),
    pytest.param("Salary was not the issue.", NOTHING, id="cleared-circumstance"),
    pytest.param(
        "Strong technically, but your communication was weak.",
        [("technical_depth", "strength"), ("communication", "concern")],
        id="contrast",
    ),
    pytest.param(
        "Weak technically, but your communication was strong.",
        [("technical_depth", "concern"), ("communication", "strength")],
        id="contrast-turned-round",
    ),
    pytest.param(
        "Good energy, poor structure, great examples.",
        [("enthusiasm", "strength"), ("communication", "concern"), ("examples_evidence", "strength")],
        id="each-in-a-list-has-its-own-word",
    ),
    pytest.param(
        "We would have liked to see stronger examples, more energy and better structure.",
        [("examples_evidence", "concern"), ("enthusiasm", "concern"), ("communication", "concern")],
        id="a-wish-goes-on-over-a-list",
    ),
    pytest.param(
        "Another candidate had more relevant experience.",
        [("stronger_candidate", "circumstance")],
        id="praise-of-the-winner-is-not-about-the-seeker",
    ),
    pytest.param("You need more relevant experience.", [("experience_level", "concern")], id="need"),
    pytest.param(
        "We need someone with more experience.",
        [("experience_level", "concern")],
        id="someone-needed-is-no-winner",
    ),
    pytest.param(
        "We found someone with more experience.",
        [("stronger_candidate", "circumstance")],
        id="someone-found-is-one",
    ),
    pytest.param("You showed great enthusiasm.", [("enthusiasm", "strength")], id="shown"),
    pytest.param("Had you shown more enthusiasm, who knows.", [("enthusiasm", "concern")], id="hypothetical"),
    pytest.param("You had researched the company.", [("company_research", "strength")], id="did"),
    pytest.param("If you had researched the company, who knows.", [("company_research", "concern")], id="if-you-had"),
    pytest.param("You were confident.", [("confidence", "strength")], id="confident"),
    pytest.param("You could have been more confident.", [("confidence", "concern")], id="could-have-been"),
    pytest.param("You were a bit too confident.", [("confidence", "concern")], id="too"),
    pytest.param("Your answers were clear.", [("communication", "strength")], id="clear"),
    pytest.param("Your answers could be clearer.", [("communication", "concern")], id="comparative"),
    pytest.param("Perhaps a little more structure.", [("communication", "concern")], id="hedged-wish"),
    pytest.param(
        "Enthusiasm came through in the second interview.",
        [("enthusiasm", "strength")],
        id="came-through",
    ),
    pytest.param(
        "Enthusiasm came through in the second interview, but not in the first.",
        [("enthusiasm", "concern")],
        id="came-through-too-late",
    ),
    pytest.param(
        "But really showing that you had done research on the company made the difference.",
        [("company_research", "concern")],
        id="what-made-the-difference-was-missing",
    ),
    pytest.param("You never rambled.", [("communication", "strength")], id="never"),
    pytest.param("You gave clear answers rather than rambling.", [("communication", "strength")], id="rather-than"),
    pytest.param("Did you research the company?", [("company_research", "unclear")], id="a-question-decides-nothing"),
    pytest.param("Was it the salary?", NOTHING, id="nor-does-one-about-a-circumstance"),
    pytest.param("Strategic thinking", [("problem_solving", "unclear")], id="a-bare-name-has-no-verdict"),
    pytest.param("After the break we talked about strategic thinking.", NOTHING, id="nor-a-name-in-passing"),
    pytest.param(
        "Strengths: communication. Weaknesses: examples.",
        [("communication", "strength"), ("examples_evidence", "concern")],
        id="headings",
    ),
    pytest.param(
        "Strengths:\n- coding\nTo improve:\n- examples",
        [("technical_depth", "strength"), ("examples_evidence", "concern")],
        id="headings-over-lines",
    ),
    pytest.param(
        "Enthusiasm 9/10. Coding 3/10. Communication 3/5.",
        [("enthusiasm", "strength"), ("technical_depth", "concern"), ("communication", "unclear")],
        id="marks",
    ),
    pytest.param("Your interest in Acme was obvious.", [("enthusiasm", "strength")], id="interest"),
    pytest.param("Thank you for your interest in Acme.", NOTHING, id="thanks-for-interest"),
    pytest.param("We were impressed with your coding.", [("technical_depth", "strength")], id="impressed-with-work"),
    pytest.param("We were impressed with your background.", NOTHING, id="impressed-with-background"),
    pytest.param("You were not the highest scoring.", [("stronger_candidate", "circumstance")], id="not-the-highest"),
    pytest.param("We are hitting pause on this role.", [("role_cancelled", "circumstance")], id="pause"),
    pytest.param("The job went to someone else.", NOTHING, id="someone-else"),
    pytest.param(
        "The job went to someone else with more experience.",
        [("stronger_candidate", "circumstance")],
        id="someone-else-with-more",
    ),
    pytest.param(
        "They chose the other candidate because of her leadership.",
        [("stronger_candidate", "circumstance")],
        id="someone-else-because",
    ),
    pytest.param(
        "We have shortlisted candidates whose experience is most relevant.",
        [("stronger_candidate", "circumstance")],
        id="praise-of-those-who-were-chosen",
    ),
    pytest.param("We met so many passionate, talented people.", NOTHING, id="praise-of-all"),
    pytest.param("Do you need sponsorship?", NOTHING, id="asked-about-a-circumstance"),
    pytest.param("You would need sponsorship.", [("visa_location", "circumstance")], id="told-of-it"),
    pytest.param(
        "You spoke about us as a shop, and we are wholesalers.",
        [("company_research", "concern")],
        id="taken-for-something-else",
    ),
    pytest.param("You mixed us up with a competitor.", [("company_research", "concern")], id="taken-for-another"),
    pytest.param("You spoke about our products.", NOTHING, id="spoken-about"),
    pytest.param("You asked good questions.", [("questions_asked", "strength")], id="asked-by-the-seeker"),
    pytest.param("They asked me hard questions.", NOTHING, id="asked-of-the-seeker"),
    pytest.param("Your technical answers were wrong.", [("technical_depth", "concern")], id="technical-answers"),
    pytest.param("There was a technical error on the line.", NOTHING, id="technical-error"),
    pytest.param("You were late.", [("professionalism", "concern")], id="the-seeker-was-late"),
    pytest.param("The interviewer was late.", NOTHING, id="the-interviewer-was-late"),
    pytest.param("Your Python was weak.", [("technical_depth", "concern")], id="performance-in-a-tool"),
    pytest.param("You have never used Python.", [("specific_skills", "concern")], id="a-tool-never-used"),
    pytest.param(
        "Concrete examples in your answers were missing.",
        [("examples_evidence", "concern")],
        id="where-it-was-missing-is-not-what-was",
    ),
]


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_the_words_around_a_theme_decide(text: str, expected: list[tuple[str, str]]) -> None:
    mentions = annotate_with(text, CODEBOOK, None).mentions
    assert [(mention.theme_id, mention.polarity) for mention in mentions] == expected


COURTESY = [
    "Rest assured your application was read with enthusiasm.",
    "We have decided to move forward with other candidates.",
    "Unfortunately you have not been successful on this occasion.",
    "We wish you every success in your job search.",
    "As a matter of policy we do not give feedback.",
    "We received a very high volume of applications.",
    "It was a pleasure to meet you.",
    "We will keep your CV on file.",
    "No reply.",
    "It was great learning about your experience and skills.",
    "While we were impressed by your qualifications, we have decided to proceed with another candidate.",
    "Although your background is impressive, we have decided not to move forward.",
    "We were impressed with your experience; however, we've decided to go in another direction.",
    "We encourage you to apply for future openings that match your skills and experience.",
    "We know how much time and energy goes into preparing for interviews.",
    "This decision does not reflect your skills or experience.",
    "Please feel free to ask if you have any questions about the process.",
    "Kind regards, Sam, Talent Team",
    "They picked someone else.",
    "The job went to the other finalist.",
    "We've made an offer to another candidate.",
    "There were many excellent candidates with relevant experience.",
    "Candidates who were not successful may apply again.",
    "I'm sure you will find a role that suits your skills and career goals.",
    "Your skills and experience would be an asset to any organisation.",
    "You'd be a great fit for some of our upcoming roles.",
    "We do not currently have a role that fits your skills.",
    "We hope the process gave you a good impression of our company and culture.",
    "We're grateful that you considered us as the next step in your career.",
    "Looking for a job takes time and energy.",
    "Your experience is impressive, but we have decided not to move forward.",
    "Your skills may be a better match for another team.",
    "It was a pleasure to see your presentation.",
    "Application withdrawn by candidate.",
    "We received more than 20,000 applications for 150 places.",
    "Help us improve our communication with applicants.",
    "I'm sorry for our lack of communication.",
    "All further communication will be by email.",
    "We'll answer your questions then.",
    "Read our privacy notice here.",
    "Your coding test link expires in 48 hours.",
    "Please bring photographic identification and proof of your qualifications.",
    "We'd like to invite you to complete a short coding test.",
    "The assessment will consist of a written exercise and a numerical test.",
    "You will be asked to give a short presentation.",
]


@pytest.mark.parametrize("text", COURTESY)
def test_courtesy_names_no_theme_and_needs_no_explaining(text: str) -> None:
    assert annotate_with(text, CODEBOOK, None) == ((), ())


QUOTES = [
    pytest.param("Overall you lacked confidence on the day.", "lacked confidence", id="with-the-word-that-judges"),
    pytest.param('They said: "very keen"!', "very keen", id="without-punctuation"),
    pytest.param("The team loved your energy, as did I.", "loved your energy", id="within-its-statement"),
    pytest.param("😬 Your coding 😬 was weak 😬", "coding 😬 was weak", id="emoji"),
    pytest.param(
        "Your e\u0301lan apart, your enthusiasm was gre\u0301at.", None, id="combining-characters-shift-nothing"
    ),
]


@pytest.mark.parametrize(("text", "expected"), QUOTES)
def test_a_quote_is_the_shortest_that_makes_sense(text: str, expected: str | None) -> None:
    quotes = [text[mention.start : mention.end] for mention in annotate_with(text, CODEBOOK, None).mentions]
    assert quotes == [expected or "enthusiasm was gre\u0301at"]
