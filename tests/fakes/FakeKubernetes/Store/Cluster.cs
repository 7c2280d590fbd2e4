using System.Globalization;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Store;

/// <summary>What all parts of the server share: objects, kinds, the clock, and what the server chooses (uids, name endings).</summary>
internal sealed class Cluster(FakeKubernetesOptions options)
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    // One source for each kind of choice: an object more somewhere does not change all names.
    private readonly Random uids = new(options.Seed);
    private readonly Random suffixes = new(options.Seed + 1);
    private readonly Random choices = new(options.Seed + 2);

    public FakeKubernetesOptions Options { get; } = options;

    public ObjectStore Store { get; } = new(options.MostHistory);

    public ResourceCatalogue Catalogue { get; } = new();

    public TimeProvider Time { get; } = options.Time;

    /// <summary>Now, as objects write it: whole seconds, UTC.</summary>
    public string Now => Stamp(Time.GetUtcNow());

    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public string NewUid()
    {
        var bytes = new byte[16];
        lock (uids)
        {
            uids.NextBytes(bytes);
        }

        bytes[7] = (byte)(bytes[7] & 0x0F | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes).ToString();
    }

    /// <summary>The five characters that complete a generateName.</summary>
    public string NewSuffix()
    {
        lock (suffixes)
        {
            return new string([.. Enumerable.Range(0, 5).Select(_ => Letters[suffixes.Next(Letters.Length)])]);
        }
    }

    public int Choose(int below)
    {
        lock (choices)
        {
            return choices.Next(below);
        }
    }
}
