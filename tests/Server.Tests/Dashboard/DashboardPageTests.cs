using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Rollout.Server.Tests.Dashboard;

/// <summary>The page in a real browser over a real server: what it shows, what it asks for, what it survives.</summary>
public sealed class DashboardPageTests(ChromiumBrowser chromium) : IClassFixture<ChromiumBrowser>
{
    public static TheoryData<string, string, string[]> States => new()
    {
        { "idle", "Idle", ["nothing is on trial", "No release is on trial", "6 nodes", "n6", "$", "If a release were started now on 1 node", "No loss: first stage passed"] },
        { "judging-early", "Judging", ["v1 → on trial v2", "v2 on 1 of 6 nodes", "Insufficient", "≈ 25 s", "◆canary v2", "Evidence of harm", "log e", "tolerated loss 20 %", "checkout",
            "What to expect of dollars", "about 26 s (90 %: 90 s)", "caught in about 16 min (90 %: 31 min)", "caught in about 3 min (90 %: never)", "Below 12 % not detectable on this fleet with 1 node"] },
        { "judging-late", "Judging", ["3 on trial", "1 node passed", "3 nodes now", "All 6 nodes ahead", "tolerated loss 10 %", "deadline 1 min", "StageOpened"] },
        { "promoted", "Promoted", ["v2 runs on all 6 nodes", "No worse", "All 6 nodes passed", "v2 Promoted", "It took"] },
        { "rolled-back", "Rolled back", ["v3 earned 25 % less", "−25 %", "Worse", "harm proven: roll back", "stopped here", "v3 Rolled back", "Refused until someone asks for a retry: v3"] },
        { "probe-failed", "Rolling back", ["Probe checkout fails at \"pay\"", "failing", "“pay”, 3 times in a row", "status 200", "status 500"] },
        { "unavailable", "Held", ["No readings", "no reading", "MetricsAvailable is False: dollars: connection refused on 6 of 6 nodes", "nothing is taken for zero"] },
        { "left-out", "Judging", ["n4", "not ready", "left out of the comparison: its /metrics answers 200 MB, over the limit of 8 MB", "1 without a reading"] },
        { "held", "Held", ["the owner's policy is to hold", "a loss of 5 % cannot be excluded", "PassFails: the state file cannot be written"] },
        { "invalid", "Invalid", ["fleet.yaml:14 spec.stages[1].nodes", "Ready is False"] },
        { "wide-fleet", "Judging", ["120 nodes · 12 on trial", "Show all 120 nodes", "errors guard"] },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task Shows_the_key_facts_of_each_state_and_asks_no_other_host(string scenario, string phase, string[] facts)
    {
        await using var stub = await StubController.StartAsync(0, Make(scenario));
        await using var page = await chromium.OpenAsync(stub.Address);

        await page.PhaseAsync(phase);
        await Drawn(page);

        var text = string.Join(' ', await page.TextAsync(), await SvgText(page));
        Assert.All(facts, fact => Assert.Contains(fact, text, StringComparison.Ordinal));
        Assert.Equal("127.0.0.1", Assert.Single(page.Hosts.Keys));
        Assert.Empty(page.Complaints);
        Assert.Contains(phase, await page.Page.TitleAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_probes_lead_to_the_page_of_their_runs_and_show_what_the_canary_answers_beyond_stable()
    {
        var widened = Make("judging-early");
        widened.Rollout["status"]!["widenings"] = new JsonArray(new JsonObject
        {
            ["probe"] = "checkout", ["step"] = "pay", ["path"] = "$.note", ["stable"] = "not there", ["canary"] = "a text",
        });
        await using var stub = await StubController.StartAsync(0, widened);
        await using var page = await chromium.OpenAsync(stub.Address);
        await page.PhaseAsync("Judging");

        var card = page.Page.Locator("#probes");
        await Assertions.Expect(card).ToContainTextAsync("The canary answers what stable never did; nothing fails by that:");
        await Assertions.Expect(card.Locator(".widened li")).ToHaveTextAsync("checkout, “pay”: $.note was not there, is a text");
        Assert.Equal(new Uri(stub.Address, "probes/").ToString(), await card.GetByRole(AriaRole.Link).EvaluateAsync<string>("a => a.href"));

        // Told by nothing but its absence: another release widens nothing.
        stub.Show(Make("judging-late"));
        await Assertions.Expect(page.Page.Locator(".widened")).ToHaveCountAsync(0);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task From_the_first_moment_on_it_says_what_it_waits_for()
    {
        await using var stub = await StubController.StartAsync(0, Make("idle"));
        await using var page = await chromium.OpenAsync(stub.Address);
        await page.PhaseAsync("Idle");

        // What is there before its script has come.
        await page.Page.RouteAsync("**/main.js", route => route.AbortAsync());
        await page.Page.ReloadAsync();
        Assert.Equal("Asking the controller…", await page.TextAsync());
    }

    [Fact]
    public async Task The_list_alone_is_enough_for_the_first_picture()
    {
        await using var stub = await StubController.StartAsync(0, Make("judging-early"));
        await using var page = await chromium.OpenAsync(stub.Address);
        await page.PhaseAsync("Judging");

        // Neither the stream nor anything else of the rollout comes any more.
        await page.Page.RouteAsync("**/api/v1/rollouts/*/**", route => route.AbortAsync());
        await page.Page.ReloadAsync();
        await page.PhaseAsync("Judging");
        await Assertions.Expect(page.Page.Locator("#probes")).ToContainTextAsync("checkout");
    }

    [Fact]
    public async Task Text_from_the_server_stays_text()
    {
        await using var stub = await StubController.StartAsync(0, Make("hostile"));
        await using var page = await chromium.OpenAsync(stub.Address);

        await page.PhaseAsync("Judging");
        await Drawn(page);

        Assert.Contains("<img src=x onerror=\"window.harmed=1\">", await page.TextAsync(".message"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Page.Locator("main img, main script, main svg[onload]").CountAsync());
        Assert.False(await page.Page.EvaluateAsync<bool>("() => 'harmed' in window"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_policy_refuses_markup_and_inline_code_even_if_the_page_wanted_it()
    {
        await using var stub = await StubController.StartAsync(0, Make("idle"));
        await using var page = await chromium.OpenAsync(stub.Address);
        await page.PhaseAsync("Idle");

        var refusal = await page.Page.EvaluateAsync<string>("() => { try { document.body.innerHTML = '<p>x</p>'; return 'taken'; } catch (e) { return e.name; } }");
        var inline = await page.Page.EvaluateAsync<bool>(
            "() => { const s = document.createElement('style'); s.textContent = 'body{--planted:1}'; document.head.append(s); " +
            "return getComputedStyle(document.body).getPropertyValue('--planted') === '1'; }");

        Assert.Equal("TypeError", refusal);
        Assert.False(inline);
    }

    [Fact]
    public async Task Says_for_how_long_it_hears_nothing_and_goes_on_when_the_controller_is_back()
    {
        var stub = await StubController.StartAsync(0, Make("judging-early"));
        var port = stub.Address.Port;
        await using var page = await chromium.OpenAsync(stub.Address);
        await page.PhaseAsync("Judging");
        await Assertions.Expect(page.Page.Locator("#link")).ToContainTextAsync("live");
        await Assertions.Expect(page.Page.Locator("#stale")).ToBeHiddenAsync();

        await stub.DisposeAsync();

        var banner = page.Page.Locator("#stale");
        await Assertions.Expect(banner).ToBeVisibleAsync();
        Assert.Matches(@"^No word from the controller for \d+ s\. No word from the controller\. It does not answer\. What you see is as old as that\. Trying again\.$",
            await page.TextAsync("#stale"));
        Assert.Contains("no connection", await page.TextAsync("#link"), StringComparison.Ordinal);
        await page.PhaseAsync("Judging");

        await using var again = await StubController.StartAsync(port, Make("promoted"));

        await page.PhaseAsync("Promoted");
        await Assertions.Expect(banner).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_change_arrives_without_a_reload()
    {
        await using var stub = await StubController.StartAsync(0, Make("judging-early"));
        await using var page = await chromium.OpenAsync(stub.Address);
        await page.PhaseAsync("Judging");

        stub.Show(Make("rolled-back"));
        await page.PhaseAsync("Rolled back");
        // The first change may have been read when the stream opened; the second can only have come through it.
        stub.Show(Make("promoted"));
        await page.PhaseAsync("Promoted");
        stub.Show(Make("rolled-back"));
        await page.PhaseAsync("Rolled back");
        await Assertions.Expect(page.Page.Locator("#spoken")).ToContainTextAsync("shop: Rolled back.");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Several_rollouts_can_be_chosen_and_the_address_names_the_one_shown()
    {
        var other = Make("promoted");
        other.Rollout["metadata"]!["name"] = "check out";
        await using var stub = await StubController.StartAsync(0, Make("judging-early"), other);
        await using var page = await chromium.OpenAsync(stub.Address);
        await page.PhaseAsync("Judging");

        await page.Page.Locator("#rollouts a", new() { HasTextString = "check out" }).ClickAsync();

        await page.PhaseAsync("Promoted");
        Assert.EndsWith("#/default/check%20out", page.Page.Url, StringComparison.Ordinal);
        await page.Page.ReloadAsync();
        await page.PhaseAsync("Promoted");
    }

    [Fact]
    public async Task Without_any_rollout_it_says_so_and_shows_the_first_that_comes()
    {
        await using var stub = await StubController.StartAsync(0);
        await using var page = await chromium.OpenAsync(stub.Address);
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("No rollout yet");

        stub.Show(Make("idle"));

        await page.PhaseAsync("Idle");
    }

    [Fact]
    public async Task What_cannot_be_drawn_says_so_and_takes_no_other_part_with_it()
    {
        var odd = Make("judging-late");
        odd.Rollout["status"]!["probes"] = 7;
        await using var stub = await StubController.StartAsync(0, odd);
        await using var page = await chromium.OpenAsync(stub.Address);
        await page.PhaseAsync("Judging");

        await Assertions.Expect(page.Page.Locator("#probes")).ToContainTextAsync("This part could not be drawn");
        await Assertions.Expect(page.Page.Locator("#happenings")).ToContainTextAsync("StageOpened");
        Assert.StartsWith("probes", Assert.Single(page.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_a_reading_has_no_bar_and_no_zero()
    {
        await using var stub = await StubController.StartAsync(0, Make("left-out"));
        await using var page = await chromium.OpenAsync(stub.Address);
        await page.PhaseAsync("Judging");
        await Drawn(page);

        var silent = page.Page.Locator(".node", new() { HasTextString = "n4" });
        Assert.Equal(0, await silent.Locator(".bar-of").CountAsync());
        Assert.DoesNotContain("$0", await silent.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(5, await page.Page.Locator(".node .bar-of").CountAsync());
        var gap = await silent.Locator(".spark-line").GetAttributeAsync("d");
        var whole = await page.Page.Locator(".node", new() { HasTextString = "n5" }).Locator(".spark-line").GetAttributeAsync("d");
        Assert.True(gap!.Length < 0.7 * whole!.Length, "the line of a silent node goes on after its last reading");
    }

    [Fact]
    public async Task The_chosen_theme_outlives_a_reload()
    {
        await using var stub = await StubController.StartAsync(0, Make("idle"));
        await using var page = await chromium.OpenAsync(stub.Address);
        await page.PhaseAsync("Idle");
        var before = await Background(page);

        await page.Page.Locator("#theme").ClickAsync();
        await page.Page.Locator("#theme").ClickAsync();
        var dark = await Background(page);
        await page.Page.ReloadAsync();
        await page.PhaseAsync("Idle");

        Assert.NotEqual(before, dark);
        Assert.Equal(dark, await Background(page));
        Assert.Equal("Theme: dark", await page.TextAsync("#theme"));
    }

    private static Scenario Make(string name) => Scenarios.All[name](TimeProvider.System.GetUtcNow());

    /// <summary>Waits for the evidence: the state of a node is drawn with it.</summary>
    private static Task Drawn(WatchedPage page) => Assertions.Expect(page.Page.Locator("#effect [data-body]")).Not.ToBeEmptyAsync();

    private static async Task<string> SvgText(WatchedPage page) =>
        string.Join(' ', string.Join(' ', await page.Page.Locator("svg text").AllTextContentsAsync()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Task<string> Background(WatchedPage page) =>
        page.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
