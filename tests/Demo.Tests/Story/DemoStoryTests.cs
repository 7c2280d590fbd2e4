using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Rollout.Demo.Processes;
using Rollout.Demo.Story;
using Rollout.Demo.Terminal;
using Rollout.Demo.Tests.Processes;

namespace Rollout.Demo.Tests.Story;

/// <summary>The whole demo with real processes; the controller alone is a stub whose endings the test chooses.</summary>
public sealed partial class DemoStoryTests : IAsyncLifetime
{
    private readonly DemoFloor floor = new();
    private readonly IPEndPoint listen = new(IPAddress.Loopback, FreePorts.Find(1)[0]);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => floor.DisposeAsync().AsTask();

    [Fact]
    public async Task Ends_with_0_and_the_exact_last_line_when_every_release_ends_as_it_should_and_leaves_nothing_behind()
    {
        var (code, lines) = await TellAsync(Options("v2=Promoted,v3=RolledBack,v4=RolledBack"));
        Assert.Equal("demo: v2 Promoted, v3 RolledBack, v4 RolledBack", lines[^1]);
        Assert.Equal(0, code);
        Assert.Contains(lines, l => l.Contains("buckets of 1s, warm-up 3s, tolerance 0.20, false rollbacks 0.001", StringComparison.Ordinal));
        Assert.Single(lines, l => l.Contains("CanaryStarted: v3 goes to n1", StringComparison.Ordinal));
        Assert.Equal(3, lines.Count(l => l.Contains("effect -2.1 % [-12.0 % to +9.0 %], verdict Insufficient; evidence harm -0.4 of 6.9, safe 1.9 of 3.0", StringComparison.Ordinal)));
        Assert.Contains(lines, l => Customers().Match(l) is { Success: true } m && m.Groups[1].Value != "0");
        Assert.DoesNotContain(lines, l => l.Any(char.IsControl));
        AssertNothingLeft(FolderIn(lines));
    }

    [Fact]
    public async Task Ends_with_1_and_says_what_really_happened_when_the_good_release_was_rolled_back()
    {
        var (code, lines) = await TellAsync(Options("v2=RolledBack,v3=RolledBack,v4=RolledBack"));
        Assert.Equal("demo: v2 RolledBack, v3 RolledBack, v4 RolledBack", lines[^1]);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task Gives_a_release_up_that_comes_to_no_end_and_does_not_try_the_rest()
    {
        var (code, lines) = await TellAsync(Options("v3=RolledBack,v4=RolledBack") with { ReleasePatience = TimeSpan.FromSeconds(2) });
        Assert.Equal("demo: v2 TimedOut, v3 NotTried, v4 NotTried", lines[^1]);
        Assert.Contains(lines, l => l.Contains("v2 TimedOut after", StringComparison.Ordinal));
        Assert.Equal(1, code);
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task However_it_ends_every_child_process_ends_with_it(string signal)
    {
        var demo = floor.Start("--endings", "", "demo", listen.ToString());
        var said = new List<string>();
        while (said is not [.., var last] || !last.Contains("judged for ever", StringComparison.Ordinal))
        {
            said.Add(await demo.StandardOutput.ReadLineAsync(floor.Deadline.Token) ?? throw new InvalidOperationException(string.Join('\n', said)));
        }

        var folder = FolderIn(said);
        // Six shops, door, customers, the guard (script and its watcher), the controller.
        Assert.True(LeftBehind.With(folder).Count >= 10, string.Join('\n', LeftBehind.With(folder)));
        using var kill = Process.Start("kill", ["-" + signal, $"{demo.Id}"]);
        await floor.CodeAsync(kill);
        Assert.Equal(signal == "KILL" ? 137 : 130, await floor.CodeAsync(demo));
        await floor.UntilAsync(() => Task.FromResult(LeftBehind.With(folder).Count == 0));
        Assert.Equal(signal == "KILL", Directory.Exists(folder));
        if (signal == "KILL")
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_port_in_use_ends_it_with_3_before_anything_is_started()
    {
        await floor.ShopAsync("n1", "v1", listen.Port);
        var demo = floor.Start("--endings", "", "demo", listen.ToString());
        Assert.Equal(3, await floor.CodeAsync(demo));
        Assert.Equal(
            $"{listen}: the port is in use; stop what listens there, or choose another address with --listen 127.0.0.1:PORT",
            await demo.StandardError.ReadLineAsync());
        Assert.Null(await demo.StandardOutput.ReadLineAsync());
    }

    [Fact]
    public async Task A_bad_file_of_orders_ends_it_with_2_before_anything_is_started()
    {
        var (code, lines) = await TellAsync(Options("") with { Orders = Path.Combine(floor.Folder, "none.csv") });
        Assert.Equal(2, code);
        Assert.Empty(lines);
    }

    [GeneratedRegex(@"customers: ([0-9,]+) visits", RegexOptions.None, 1000)]
    private static partial Regex Customers();

    [GeneratedRegex(@"\(folder (.+)\)", RegexOptions.None, 1000)]
    private static partial Regex Folder();

    private static string FolderIn(IEnumerable<string> lines) =>
        lines.Select(l => Folder().Match(l)).First(m => m.Success).Groups[1].Value;

    private static void AssertNothingLeft(string folder)
    {
        Assert.Empty(LeftBehind.With(folder));
        Assert.False(Directory.Exists(folder));
    }

    private DemoOptions Options(string endings) => new()
    {
        Listen = listen,
        OrdersPerSecond = 30,
        Earning = TimeSpan.FromSeconds(1),
        ReleasePatience = TimeSpan.FromSeconds(40),
        Command = [DemoFloor.Host, "--endings", endings],
    };

    private async Task<(int Code, IReadOnlyList<string> Lines)> TellAsync(DemoOptions options)
    {
        await using var writer = new StringWriter();
        var code = await DemoStory.RunAsync(options, new PlainNarrator(writer, TimeProvider.System), TimeProvider.System, floor.Deadline.Token);
        return (code, writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
