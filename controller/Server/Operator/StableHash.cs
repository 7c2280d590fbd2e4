namespace Rollout.Server.Operator;

/// <summary>The same number for the same text in every process (FNV-1a), to spread work in time.</summary>
internal static class StableHash
{
    public static uint Of(string text)
    {
        var hash = 2166136261u;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 16777619u;
        }

        return hash;
    }
}
