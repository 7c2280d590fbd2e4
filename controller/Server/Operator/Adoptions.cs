using Rollout.Recording;

namespace Rollout.Server.Operator;

/// <summary>
/// Whose turn it is to be taken up. Ten thousand rollouts that nobody has seen before, at the first start on a large cluster, would each hold a
/// loop (55 KiB) before the first of them has come to rest: so many go at a time, the others wait in the order in which they came.
/// </summary>
/// <param name="most">Under way at once.</param>
/// <param name="longest">What takes longer (its workload is not there, or busy) makes room for others, and goes on beside them.</param>
/// <param name="time">The clock.</param>
public sealed class Adoptions(int most, TimeSpan longest, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<RolloutKey, long> under = [];
    private readonly LinkedList<RolloutKey> waiting = [];
    private readonly HashSet<RolloutKey> waits = [];

    /// <summary>True: it may begin, or has begun. False: it is woken when it is its turn.</summary>
    public bool TryBegin(RolloutKey key)
    {
        lock (gate)
        {
            if (under.ContainsKey(key))
            {
                return true;
            }

            if (under.Count >= most)
            {
                MakeRoom();
            }

            if (under.Count < most)
            {
                under[key] = time.GetTimestamp();
                Remove(key);
                return true;
            }

            if (waits.Add(key))
            {
                waiting.AddLast(key);
            }

            return false;
        }
    }

    /// <summary>It is done, or gone. Who is to be woken; null: nobody waits, or no place is free.</summary>
    public RolloutKey? End(RolloutKey key)
    {
        lock (gate)
        {
            Remove(key);
            if (!under.Remove(key) || waiting.First is not { } next)
            {
                return null;
            }

            Remove(next.Value);
            return next.Value;
        }
    }

    private void Remove(RolloutKey key)
    {
        if (waits.Remove(key))
        {
            waiting.Remove(key);
        }
    }

    private void MakeRoom()
    {
        foreach (var (late, _) in under.Where(u => time.GetElapsedTime(u.Value) >= longest).ToList())
        {
            under.Remove(late);
        }
    }
}
