using System.Text.Json.Nodes;

namespace Rollout.Cli.Pipeline;

/// <summary>Tells how it ended: a sentence on stderr, and with -o json or yaml one object on stdout.</summary>
internal static class PipelineReport
{
    public static async Task<int> TellAsync(VerbCall call, Reach reach, WaitState.Ended ended, OutputFormat format)
    {
        var what = ended.Revision is null ? $"{reach}" : $"{reach} {ended.Revision}";
        await call.Error.WriteLineAsync($"{what}: {ended.Result}: {ended.Words}");
        if (!format.IsForPeople())
        {
            var json = new JsonObject
            {
                ["namespace"] = reach.Rollout.Namespace,
                ["name"] = reach.Rollout.Name,
                ["revision"] = ended.Revision,
                ["result"] = ended.Result,
                ["exitCode"] = ended.Code,
                ["message"] = ended.Words,
            }.ToJsonString(ExplainText.Readable);
            await call.Out.WriteLineAsync(format == OutputFormat.Yaml ? JsonAsYaml.Of(json) : json);
        }

        return ended.Code;
    }
}
