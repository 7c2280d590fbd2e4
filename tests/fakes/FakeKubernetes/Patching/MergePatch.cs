using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Patching;

/// <summary>JSON Merge Patch (RFC 7386).</summary>
internal static class MergePatch
{
    /// <summary>Merges in place; null takes a field away.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(name);
                    break;
                case JsonObject map:
                    if (target[name] is not JsonObject below)
                    {
                        target[name] = below = [];
                    }

                    Apply(below, map);
                    break;
                default:
                    target[name] = value.DeepClone();
                    break;
            }
        }
    }
}
