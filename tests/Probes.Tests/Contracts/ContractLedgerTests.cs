using System.Text.Json;
using Rollout.Api;
using Rollout.Probes.Contracts;
using Rollout.Probes.Schedule;

namespace Rollout.Probes.Tests.Contracts;

public class ContractLedgerTests
{
    private static readonly AcceptanceProbeSpec Spec = new() { Steps = [new ProbeStep { Name = "list", Http = new HttpStep { Path = "/" } }], Contract = new ContractCheck { MinAnswers = 3 } };
    private readonly ContractLedger ledger = new();

    [Fact]
    public void A_break_on_the_canary_fails_the_step_and_the_same_answer_on_stable_does_not()
    {
        Tell("v1");
        Learn("n1", "{\"items\":[1]}", 3);
        Assert.True(Judge("n1", "{\"items\":null}").Passed);
        ledger.Tell(new Dictionary<string, string> { ["n2"] = "v1", ["n9"] = "v2" }, "v1");
        Learn("n2", "{\"n\":1}", 0);
        var failed = Judge("n9", "{\"items\":\"none\"}");
        Assert.Equal(("list", "$.items to be as stable answers it, null or an array", "a text"), (failed.Failure!.Step, failed.Failure.Expected, failed.Failure.Got));
    }

    [Fact]
    public void Null_where_a_list_always_was_is_a_break()
    {
        Tell("v1", ("n9", "v2"));
        Learn("n1", "{\"items\":[]}", 3);
        Assert.Equal("null", Judge("n9", "{\"items\":null}").Failure!.Got);
        Assert.Equal("$.items was an array, is null", Assert.Single(ledger.Differences()).Difference.ToString());
    }

    [Fact]
    public void Before_enough_answers_of_stable_are_known_nothing_differs()
    {
        Tell("v1", ("n9", "v2"));
        Learn("n1", "{\"items\":[]}", 2);
        Assert.True(Judge("n9", "{\"items\":null}").Passed);
        Learn("n1", "{\"items\":[]}", 1);
        Assert.False(Judge("n9", "{\"items\":null}").Passed);
    }

    [Fact]
    public void A_widening_is_seen_and_fails_nothing()
    {
        Tell("v1", ("n9", "v2"));
        Learn("n1", "{\"a\":1}", 3);
        var judged = Judge("n9", "{\"a\":1,\"b\":2}");
        Assert.True(judged.Passed);
        Assert.Equal(DifferenceSeverity.Widening, Assert.Single(ledger.Differences()).Difference.Severity);
        Assert.Equal("$.b", Assert.Single(Assert.Single(judged.Steps).Differences).Path);
        Assert.Empty(Judge("n1", "{\"a\":1}").Steps[0].Differences);
    }

    [Fact]
    public void What_widened_is_kept_by_revision_and_not_driven_out_by_a_later_run_nor_by_another_canary()
    {
        Tell("v1", ("n8", "v3"), ("n9", "v2"));
        Learn("n1", "{\"a\":1}", 3);
        Learn("n9", "{\"a\":1,\"b\":2}", 1);
        Learn("n9", "{\"a\":1,\"b\":null,\"c\":2}", 1);
        Learn("n9", "{\"a\":1}", 1);
        Learn("n8", "{\"a\":null,\"d\":2}", 1);
        Assert.Equal(["$.b was not there, is a whole number", "$.c was not there, is a whole number"], ledger.Widenings("v2").Select(w => w.Difference.ToString()));
        Assert.Equal([("checkout", "list", "$.d")], ledger.Widenings("v3").Select(w => (w.Probe, w.Step, w.Difference.Path)));
        Assert.Empty(ledger.Widenings("v1"));

        // Against what v2 answers nothing has been compared yet.
        Tell("v2", ("n8", "v3"));
        Assert.Empty(ledger.Widenings("v3"));
    }

    [Fact]
    public void What_is_kept_of_widenings_is_bounded()
    {
        Tell("v1", ("n9", "v2"));
        Learn("n1", "{\"a\":1}", 3);
        foreach (var i in Enumerable.Range(0, 30))
        {
            Learn("n9", $"{{\"a\":1,\"{new string('x', 10_000)}{i}\":2,\"b{i}\":1}}", 1);
        }

        Assert.Equal(20, ledger.Widenings("v2").Count);
        Assert.All(ledger.Widenings("v2"), w => Assert.InRange(w.Difference.Path.Length, 1, 201));
    }

    [Theory]
    [InlineData("plan", "one of 'gold', is 'silver'")]
    [InlineData("apiToken", "one of 1 words, is another")]
    public void A_new_word_is_shown_unless_its_name_says_that_it_is_a_secret(string name, string said)
    {
        Tell("v1", ("n9", "v2"));
        Learn("n1", $"{{\"{name}\":\"gold\"}}", ShapeComparison.MinWordsSeen);
        Learn("n9", $"{{\"{name}\":\"silver\"}}", 1);
        Assert.Equal($"$.{name} was {said}", Assert.Single(ledger.Widenings("v2")).Difference.ToString());
    }

    [Theory]
    [InlineData("$.items", true)]
    [InlineData("*", true)]
    [InlineData("$.other, $.items", true)]
    [InlineData("$.item", false)]
    [InlineData("", false)]
    public void A_declared_break_fails_nothing(string declared, bool passes)
    {
        ledger.Tell(new Dictionary<string, string> { ["n1"] = "v1", ["n9"] = "v2" }, "v1", DeclaredBreaks.Parse(declared));
        Learn("n1", "{\"items\":[]}", 3);
        Assert.Equal(passes, Judge("n9", "{\"items\":null}").Passed);
    }

    [Fact]
    public void What_was_learnt_of_a_canary_is_what_the_next_one_is_compared_with()
    {
        Tell("v1", ("n9", "v2"));
        Learn("n1", "{\"a\":1}", 3);
        Learn("n9", "{\"a\":1,\"b\":[]}", 3);
        ledger.Tell(new Dictionary<string, string> { ["n1"] = "v2", ["n9"] = "v3" }, "v2");
        Assert.Equal("$.b to be as stable answers it, an array", Judge("n9", "{\"a\":1,\"b\":null}").Failure!.Expected);
    }

    [Theory]
    [InlineData("", 201, false)]
    [InlineData("status", 201, true)]
    [InlineData("$.items", 201, false)]
    [InlineData("*", 201, true)]
    [InlineData("", 204, true)]
    public void A_status_that_stable_never_answered_is_a_break_unless_it_is_declared(string declared, int status, bool passes)
    {
        ledger.Tell(new Dictionary<string, string> { ["n1"] = "v1", ["n9"] = "v2" }, "v1", DeclaredBreaks.Parse(declared));
        Learn("n1", "{\"id\":1}", 3, 200);
        Learn("n1", "{\"id\":1}", 1, 204);
        var judged = Judge("n9", "{\"id\":1}", status);
        Assert.Equal(passes, judged.Passed);
        Assert.Equal(passes ? "" : "expected status to be as stable answers it, 200 or 204; got 201", judged.Failure is { } failed ? $"expected {failed.Expected}; got {failed.Got}" : "");
    }

    [Fact]
    public void No_JSON_where_JSON_was_is_a_break_and_a_page_where_always_pages_were_is_none()
    {
        Tell("v1", ("n9", "v2"));
        Learn("n1", "{\"id\":1}", 3);
        var failed = Judge("n9", null).Failure!;
        Assert.Equal(("$ to be as stable answers it, an object", "no JSON"), (failed.Expected, failed.Got));
        var pages = new ContractLedger();
        pages.Tell(new Dictionary<string, string> { ["n1"] = "v1", ["n9"] = "v2" }, "v1");
        foreach (var node in (string[])["n1", "n1", "n1", "n9"])
        {
            Assert.True(pages.Judge(new ProbeAssignment("checkout", node, Spec, new Uri("http://127.0.0.1:1")), Result(null)).Passed);
        }
    }

    [Fact]
    public void A_status_may_be_ignored()
    {
        var stable = AnswerShape.Of(ShapeInference.NotJson, 200);
        var canary = AnswerShape.Of(ShapeInference.NotJson, 202);
        Assert.Equal("status was 200, is 202", Assert.Single(AnswerShape.Compare(stable, canary)).ToString());
        Assert.Empty(AnswerShape.Compare(stable, canary, ["status"]));
    }

    [Fact]
    public void A_node_whose_revision_is_not_told_teaches_and_fails_nothing()
    {
        ledger.Tell(new Dictionary<string, string> { ["n9"] = "v2" }, "v1");
        Learn("n1", "{\"items\":[]}", 5);
        Assert.True(Judge("n9", "{\"items\":null}").Passed);
    }

    [Fact]
    public void Without_a_contract_nothing_is_compared()
    {
        Tell("v1", ("n9", "v2"));
        Learn("n1", "{\"items\":[]}", 3);
        var without = new ProbeAssignment("checkout", "n9", Spec with { Contract = null }, new Uri("http://127.0.0.1:1"));
        Assert.True(ledger.Judge(without, Result("{\"items\":null}")).Passed);
    }

    private void Tell(string stable, params (string Node, string Revision)[] canaries) =>
        ledger.Tell(canaries.Append(("n1", stable)).ToDictionary(c => c.Item1, c => c.Item2), stable);

    private void Learn(string node, string answer, int times, int status = 200)
    {
        for (var i = 0; i < times; i++)
        {
            Judge(node, answer, status);
        }
    }

    private ProbeResult Judge(string node, string? answer, int status = 200) => ledger.Judge(new ProbeAssignment("checkout", node, Spec, new Uri("http://127.0.0.1:1")), Result(answer, status));

    private static ProbeResult Result(string? answer, int status = 200) => new(default, TimeSpan.Zero,
        [new StepResult("list", true, TimeSpan.Zero) 
        {
            Shape = answer is null ? ShapeInference.NotJson : ShapeInference.Of(JsonSerializer.Deserialize<JsonElement>(answer)), Facts = new StepFacts { Status = status },
        }]);
}
