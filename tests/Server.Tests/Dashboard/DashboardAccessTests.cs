using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Rollout.Server.Tests.Dashboard;

/// <summary>The page for everyone: the rules of WCAG that a machine can check, phones, fingers, walls.</summary>
public sealed class DashboardAccessTests(ChromiumBrowser chromium) : IClassFixture<ChromiumBrowser>
{
    [Theory]
    [InlineData("judging-late", ColorScheme.Light)]
    [InlineData("judging-late", ColorScheme.Dark)]
    [InlineData("rolled-back", ColorScheme.Light)]
    [InlineData("rolled-back", ColorScheme.Dark)]
    [InlineData("left-out", ColorScheme.Light)]
    [InlineData("left-out", ColorScheme.Dark)]
    [InlineData("wide-fleet", ColorScheme.Dark)]
    [InlineData("promoted", ColorScheme.Light)]
    public async Task Axe_finds_nothing_contrast_included(string scenario, ColorScheme scheme)
    {
        await using var stub = await StubController.StartAsync(0, Make(scenario));
        await using var page = await chromium.OpenAsync(stub.Address, scheme: scheme);
        await Assertions.Expect(page.Page.Locator("#effect svg")).ToBeVisibleAsync();

        var result = await page.Page.RunAxe();

        Assert.True(result.Passes.Length > 15, $"only {result.Passes.Length} rules were checked");
        Assert.Contains(result.Passes, rule => rule.Id == "color-contrast");
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}"));
    }

    [Theory]
    [InlineData("judging-late", 360)]
    [InlineData("hostile", 360)]
    [InlineData("wide-fleet", 360)]
    [InlineData("probe-failed", 768)]
    [InlineData("left-out", 1280)]
    [InlineData("rolled-back", 3840)]
    public async Task Nothing_is_wider_than_the_screen(string scenario, int width)
    {
        await using var stub = await StubController.StartAsync(0, Make(scenario));
        await using var page = await chromium.OpenAsync(stub.Address, width, width > 1000 ? width * 9 / 16 : 800);
        await Assertions.Expect(page.Page.Locator("#effect svg")).ToBeVisibleAsync();

        Assert.Equal(0, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        // A part that spills over its card is cut or covers another, though the page does not scroll.
        Assert.Empty(await page.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && !e.closest('.unseen') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))"));
    }

    [Fact]
    public async Task What_can_be_touched_is_44_pixels_high_and_can_be_reached_by_keyboard()
    {
        await using var stub = await StubController.StartAsync(0, Make("wide-fleet"), Make("idle"));
        await using var page = await chromium.OpenAsync(stub.Address, 360, 800);
        await Assertions.Expect(page.Page.Locator("#effect svg")).ToBeVisibleAsync();

        var small = await page.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('button, nav a, summary')].filter(e => e.getBoundingClientRect().height < 44).map(e => e.textContent)");
        Assert.Empty(small);
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the rollout", await page.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
    }

    [Fact]
    public async Task The_focus_survives_a_redraw()
    {
        await using var stub = await StubController.StartAsync(0, Make("wide-fleet"));
        await using var page = await chromium.OpenAsync(stub.Address);
        var errors = page.Page.Locator("#metrics button", new() { HasTextString = "errors" });
        await errors.FocusAsync();

        await page.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(errors).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(errors).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Type_grows_with_the_wall()
    {
        await using var stub = await StubController.StartAsync(0, Make("idle"));
        await using var desk = await chromium.OpenAsync(stub.Address, 1280, 800);
        await using var wall = await chromium.OpenAsync(stub.Address, 3840, 2160);

        const string Size = "() => parseFloat(getComputedStyle(document.documentElement).fontSize)";
        Assert.True(await wall.Page.EvaluateAsync<double>(Size) > 1.6 * await desk.Page.EvaluateAsync<double>(Size));
    }

    private static Scenario Make(string name) => Scenarios.All[name](TimeProvider.System.GetUtcNow());
}
