using System.Text.Json.Nodes;
using Rollout.Charts.Tests.Rendering;
using Rollout.Charts.Tests.Tools;

namespace Rollout.Charts.Tests.Argo;

/// <summary>The scripts in argocd/argocd-cm.yaml, run by Debian's Lua 5.1, the language of Argo CD's interpreter.</summary>
internal static class ArgoScripts
{
    public static Dictionary<string, object?> Data { get; } = (Dictionary<string, object?>)YamlValues.OfValues(
        File.ReadAllText(Path.Combine(Repository.Chart, "argocd", "argocd-cm.yaml")))["data"]!;

    /// <summary>`Healthy: message`.</summary>
    public static Task<string> HealthAsync(string kind, string json) =>
        RunAsync((string)Data["resource.customizations.health." + kind]!, json, "io.write(result.status .. ': ' .. (result.message or ''))");

    /// <summary>The actions that are offered, those that are off with a minus before them.</summary>
    public static Task<string> ActionsAsync(string json) => RunAsync((string)Actions()["discovery.lua"]!, json, """
        local names = {}
        for name, action in pairs(result) do table.insert(names, (action.disabled and "-" or "") .. name) end
        table.sort(names)
        io.write(table.concat(names, " "))
        """);

    /// <summary>The annotations after an action, sorted.</summary>
    public static Task<string> ActAsync(string action, string json)
    {
        var definition = ((List<object?>)Actions()["definitions"]!).Cast<Dictionary<string, object?>>().Single(one => (string)one["name"]! == action);
        return RunAsync((string)definition["action.lua"]!, json, """
            local lines = {}
            for key, value in pairs(result.metadata.annotations) do table.insert(lines, key .. "=" .. value) end
            table.sort(lines)
            io.write(table.concat(lines, " "))
            """);
    }

    private static Dictionary<string, object?> Actions() => YamlValues.OfValues((string)Data["resource.customizations.actions.staggered.dev_StaggeredRollout"]!);

    private static async Task<string> RunAsync(string script, string json, string tell)
    {
        using var lua = Tool.Lua();
        var program = $"obj = {LuaTable.Of(JsonNode.Parse(json))}\nlocal function run()\n{script}\nend\nlocal result = run()\n{tell}\n";
        return await lua.SaysAsync(lua.Write("script.lua", program));
    }
}
