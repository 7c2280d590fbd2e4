using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Rollout.EndToEnd.Tests.Market;

/// <summary>
/// What a pod that was never asked would have counted: orders that come by chance at a steady rate, a part of them lost where its template
/// says so. A function of the pod's uid and the time alone, so that a question that is asked twice has one answer. Pure.
/// </summary>
internal static class Earnings
{
    /// <summary>Orders of a pod that loses none, in a second.</summary>
    public const double Rate = 400;

    /// <summary>Orders in the span that ends with the <paramref name="tick"/>-th scrape: their mean with the spread that chance has.</summary>
    public static double Orders(string uid, double earns, long tick, TimeSpan spacing)
    {
        var mean = Rate * earns * spacing.TotalSeconds;
        return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal(uid, tick))));
    }

    /// <summary>Twelve even numbers less six have mean 0 and variance 1.</summary>
    private static double Normal(string uid, long tick)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{uid}/{tick}")), hash);
        var sum = 0.0;
        for (var i = 0; i < 12; i++)
        {
            sum += BinaryPrimitives.ReadUInt16LittleEndian(hash[(i * 2)..]) / 65536.0;
        }

        return sum - 6;
    }
}
