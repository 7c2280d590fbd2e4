namespace Rollout.Benchmarks.Worlds;

/// <summary>What a simulated rollout is played for.</summary>
internal enum RunMode
{
    /// <summary>Harm to the end of the rollout, promoted or not: the first promotion is noted on the way.</summary>
    Both,

    /// <summary>Harm alone, until our judge and the oracle have found it.</summary>
    Harm,

    /// <summary>The safe side alone, never rolled back: a rollback on the way would hide a promotion.</summary>
    Promotion,
}
