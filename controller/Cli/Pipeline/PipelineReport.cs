using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollout.Cli.Pipeline;

/// <summary>Tells how it ended: a sentence on stderr, and with -o json one object on stdout.</summary>
internal static class PipelineReport
{
    public static async Task<int> TellAsync(VerbCall call, Reach reach, WaitState.Ended ended, bool json)
    {
        var what = ended.Revision is null ? $"{reach}" : $"{reach} {ended.Revision}";
        await call.Error.WriteLineAsync($"{what}: {ended.Result}: {ended.Words}");
        if (json)
        {
            await call.Out.WriteLineAsync(new JsonObject
            {
                ["namespace"] = reach.Rollout.Namespace,
                ["name"] = reach.Rollout.Name,
                ["revision"] = ended.Revision,
                ["result"] = ended.Result,
                ["exitCode"] = ended.Code,
                ["message"] = ended.Words,
            }.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        }

        return ended.Code;
    }
}
