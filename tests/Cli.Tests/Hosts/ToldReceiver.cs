using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollout.Cli.Tests.Hosts;

/// <summary>A webhook on a real Kestrel whose every answer the test gives, one call at a time.</summary>
internal sealed class ToldReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Channel<Call> calls = Channel.CreateUnbounded<Call>();

    private ToldReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async context =>
        {
            var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body, cancellationToken: context.RequestAborted);
            var call = new Call(context.Request.Headers["Idempotency-Key"].ToString(), body.GetProperty("event").GetString()!, body.GetProperty("revision").GetString()!);
            calls.Writer.TryWrite(call);
            if (await call.Answered.Task.WaitAsync(context.RequestAborted) is { } status)
            {
                context.Response.StatusCode = status;
            }
            else
            {
                context.Abort();
            }
        });
    }

    public string Url => app.Urls.First();

    public static async Task<ToldReceiver> StartAsync()
    {
        var receiver = new ToldReceiver();
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>The next call, which waits for its answer.</summary>
    public async Task<Call> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        return await calls.Reader.ReadAsync(limit.Token);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>What it was told.</summary>
    public sealed record Call(string Key, string Event, string Revision)
    {
        public TaskCompletionSource<int?> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string What => $"{Event} {Revision}";

        /// <param name="status">Null: the connection breaks without one.</param>
        public void Answer(int? status) => Answered.SetResult(status);
    }
}
