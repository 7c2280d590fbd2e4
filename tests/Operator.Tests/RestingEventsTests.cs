namespace Rollout.Operator.Tests;

/// <summary>Statuses of rollouts at rest are not kept; whoever begins to read is told all the same.</summary>
public sealed class RestingEventsTests
{
    [Fact]
    public async Task A_reader_who_comes_while_a_rollout_rests_is_told_how_it_stands()
    {
        await using var ground = await Ground.OpenAsync();
        await using var controller = await ground.ControlAsync();
        await ground.HeldAsync("Idle");
        await ground.UntilAsync(() => controller.Term is { } term && term.Reconciler.LiveCount == 0 && term.Depth == 0);
        using var http = new HttpClient { BaseAddress = controller.Address };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        using var reader = new StreamReader(await http.GetStreamAsync(new Uri("/api/v1/rollouts/default/shop/events", UriKind.Relative), limit.Token));
        var told = "";
        while (!told.StartsWith("data: ", StringComparison.Ordinal))
        {
            told = await reader.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("the stream ended");
        }

        Assert.Contains("\"phase\":\"Idle\"", told, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"shop\"", told, StringComparison.Ordinal);
    }
}
