using System.Text;
using System.Text.Json.Nodes;
using Rollout.Api.Binding;
using Rollout.Fleets.Hosts;
using Rollout.Probes.Import;
using Rollout.Server.Probing;

namespace Rollout.Cli.Probing;

/// <summary>`rollout probe import`: the blackbox exporter's modules as AcceptanceProbes.</summary>
internal static class ProbeImportAction
{
    public static async Task<int> RunAsync(VerbCall call, ProbeFlags flags, bool json, CancellationToken cancellation)
    {
        var file = call.Given.GetValue(flags.File);
        if (file is null)
        {
            call.Usage.Add("FILE", "is missing", "name the blackbox exporter's configuration: rollout probe import blackbox.yml");
            return call.Refuse("nothing was written");
        }

        var problems = new BindingProblems();
        var text = await ProbeFiles.TextAsync(file, problems, cancellation);
        var root = text is null ? null : YamlTree.Read(Encoding.UTF8.GetBytes(text), Path.GetFileName(file), problems);
        var imported = root is null ? null : BlackboxImport.Read(root, problems);
        foreach (var problem in problems.InOrder())
        {
            call.Usage.Add(problem);
        }

        if (imported is null || call.Usage.Count > 0)
        {
            return call.Refuse("nothing was written");
        }

        if (json)
        {
            await call.Out.WriteLineAsync(new JsonObject
            {
                ["probes"] = new JsonArray([.. imported.Probes.Select(ProbeJson.Write)]),
                ["leftOut"] = new JsonArray([.. imported.LeftOut.Select(l => new JsonObject { ["place"] = l.Place, ["what"] = l.What, ["instead"] = l.Mend })]),
            }.ToJsonString());
            return ExitCode.Done;
        }

        foreach (var probe in imported.Probes)
        {
            await call.Out.WriteAsync($"---\n{YamlText.Write(ProbeJson.Write(probe))}".AsMemory(), cancellation);
        }

        foreach (var left in imported.LeftOut)
        {
            await call.Error.WriteLineAsync(left.ToString());
        }

        await call.Error.WriteLineAsync($"rollout probe import: {imported.Probes.Count} probe(s) written, {imported.LeftOut.Count} thing(s) left out");
        return ExitCode.Done;
    }
}
