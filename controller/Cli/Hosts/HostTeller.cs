using System.Text.Json;
using Rollout.Demo.Terminal;
using Rollout.Server.Client;
using Rollout.Server.Hosting;
using Rollout.Server.Http;

namespace Rollout.Cli.Hosts;

/// <summary>Tells what a running controller does: a live table on a terminal, plain lines elsewhere, or a JSON object a happening.</summary>
internal sealed class HostTeller : IAsyncDisposable
{
    private readonly INarrator? narrator;
    private readonly TextWriter? json;

    private HostTeller(INarrator? narrator, TextWriter? json) => (this.narrator, this.json) = (narrator, json);

    public static HostTeller ForPeople(TimeProvider time) => new(Narrators.ForStandardOutput(time), null);

    public static HostTeller AsJson(TextWriter writer) => new(null, writer);

    public void Began(HostController controller)
    {
        narrator?.Say($"{controller.File.Name}: {controller.File.Nodes.Count} nodes; dashboard {controller.Address}; state {controller.File.State}; token {controller.TokenFile}");
        json?.WriteLine(JsonSerializer.Serialize(new
        {
            listening = controller.Address.ToString(),
            fleet = controller.File.Name,
            state = controller.File.State,
            tokenFile = controller.TokenFile,
            hookTokenFile = controller.HookTokenFile,
        }));
        json?.Flush();
    }

    public async Task FollowAsync(IRunningRollout rollout, CancellationToken cancellation)
    {
        using var events = rollout.Events.Subscribe();
        await foreach (var next in events!.Events.ReadAllAsync(cancellation))
        {
            if (next.Name == "happening")
            {
                Tell(next.Json);
            }
            else if (narrator is not null && JsonSerializer.Deserialize<RolloutSeen>(next.Json, RolloutSeen.Json) is { Status.Phase.Length: > 0 } seen)
            {
                narrator.Show(seen);
            }
        }
    }

    public ValueTask DisposeAsync() => narrator?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Tell(string happening)
    {
        json?.WriteLine(happening);
        json?.Flush();
        if (narrator is not null)
        {
            using var document = JsonDocument.Parse(happening);
            var (reason, message) = (document.RootElement.GetProperty("reason").GetString(), document.RootElement.GetProperty("message").GetString());
            var tone = document.RootElement.GetProperty("severity").GetString() == "Warning" ? Tone.Bad : Tone.Plain;
            narrator.Say($"{document.RootElement.GetProperty("at").GetString()} {reason}: {message}", tone);
        }
    }
}
