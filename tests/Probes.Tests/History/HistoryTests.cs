using Rollout.Api;
using Rollout.Probes.Contracts;
using Rollout.Probes.History;
using Rollout.Probes.Schedule;

namespace Rollout.Probes.Tests.History;

public class HistoryTests
{
    private static readonly ProbeAssignment Assignment = new("checkout", "n1", new AcceptanceProbeSpec { Steps = [] }, new Uri("http://127.0.0.1:1"));

    [Fact]
    public void Failures_are_remembered_longer_than_passes()
    {
        var history = new ProbeHistory(TimeProvider.System, mostRuns: 3, mostFailures: 2);
        history.Add(Assignment, Result(false));
        for (var i = 0; i < 10; i++)
        {
            history.Add(Assignment, Result(true));
        }

        history.Add(Assignment, "no free socket");
        Assert.Equal([12L, 11, 10, 1], history.Latest().Select(r => r.Id));
        history.Add(Assignment, Result(false));
        Assert.Equal([13L, 12, 11], history.Latest().Select(r => r.Id));
        Assert.Null(history.Find(1));
        Assert.Equal("no free socket", history.Find(12)!.Trouble);
    }

    [Fact]
    public void What_differs_from_stable_is_shown_though_the_run_passed()
    {
        var step = new StepResult("list", Passed: true, TimeSpan.Zero)
        {
            Differences = [.. Enumerable.Range(0, 22).Select(i => new Difference(i == 1 ? DifferenceSeverity.Breaking : DifferenceSeverity.Widening, $"$.b{i}", "not there", "<i>"))],
        };
        var run = new PastRun(7, "shop", "n9", new ProbeResult(default, TimeSpan.Zero, [step]), null, default);
        Assert.Contains("<td>list: breaking, $.b1 was not there, is &lt;i&gt;, and 21 more</td>", HistoryPage.List([run], "t"), StringComparison.Ordinal);
        var page = HistoryPage.One(run);
        Assert.Contains("<li>breaking: $.b1 was not there, is &lt;i&gt;</li>", page, StringComparison.Ordinal);
        Assert.Contains("$.b19", page, StringComparison.Ordinal);
        Assert.DoesNotContain("$.b20", page, StringComparison.Ordinal);
        Assert.Contains("<p>and 2 more</p>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_came_from_outside_is_escaped_on_the_page()
    {
        var run = new PastRun(7, "<b>", "\"n1\"", Result(false), null, default);
        foreach (var page in new[] { HistoryPage.List([run], "t"), HistoryPage.One(run) })
        {
            Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
            Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        }

        Assert.Contains("Got &lt;script&gt;alert(1)&lt;/script&gt;.", HistoryPage.One(run), StringComparison.Ordinal);
        Assert.Contains("<pre>{&quot;token&quot;:&quot;***&quot;}</pre>", HistoryPage.One(run), StringComparison.Ordinal);
        Assert.Contains("No run yet.", HistoryPage.List([], "t"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_step_that_failed_is_told_before_the_steps_and_leads_to_its_own()
    {
        var page = HistoryPage.One(new PastRun(7, "checkout", "n1", Result(false), null, default));
        var (told, step) = (page.IndexOf("<a href=\"#failed\">Step &quot;a&quot;</a>: expected paid, got", StringComparison.Ordinal), page.IndexOf("<h2 id=\"failed\">a ", StringComparison.Ordinal));
        Assert.InRange(told, 0, step);
        Assert.DoesNotContain("#failed", HistoryPage.One(new PastRun(8, "checkout", "n1", Result(true), null, default)), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_cannot_be_used_are_told_on_the_page()
    {
        Assert.Contains("n.yaml:1 &lt;b&gt;: is unknown", HistoryPage.List([], "t", problems: ["n.yaml:1 <b>: is unknown"]), StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be used", HistoryPage.List([], "t"), StringComparison.Ordinal);
    }

    private static ProbeResult Result(bool passed) => new(default, TimeSpan.Zero,
    [
        passed ? new StepResult("a", true, TimeSpan.Zero) : new StepResult("a", false, TimeSpan.Zero, "paid", "<script>alert(1)</script>")
        {
            Excerpt = new BodyExcerpt("{\"token\":\"abcdef\"}"u8.ToArray(), SecretValues.None, 100),
        },
    ]);
}
