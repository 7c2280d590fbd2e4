using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Rollout.Server.Tests.Dashboard;

/// <summary>An open page with what it asked for and what it complained about.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly IBrowserContext context;

    public WatchedPage(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Enqueue(error);
        page.Request += (_, request) => Hosts.TryAdd(new Uri(request.Url).Host, 0);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, refusals of the content security policy among them.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>The hosts that the page sent a request to.</summary>
    public ConcurrentDictionary<string, byte> Hosts { get; } = [];

    /// <summary>Waits until the phase reads so, which means that the page has drawn the rollout.</summary>
    public Task PhaseAsync(string phase) => Assertions.Expect(Page.Locator("#phase")).ToHaveTextAsync(phase);

    /// <summary>The text that is to be seen in a part, with every kind of space as a plain one.</summary>
    public async Task<string> TextAsync(string selector = "main")
    {
        var text = await Page.Locator(selector).InnerTextAsync();
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
