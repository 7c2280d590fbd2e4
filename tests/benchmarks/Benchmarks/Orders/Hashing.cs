using System.Security.Cryptography;
using System.Text;

namespace Rollout.Benchmarks.Orders;

/// <summary>Who goes where, the same on every machine: SHA-256 of a salt and a name.</summary>
internal static class Hashing
{
    public static int NodeOf(Order order, int salt, int nodes) => (int)(Number($"{salt}/{order.Customer}") % (uint)nodes);

    /// <summary>Whether a fair coin that belongs to the order falls on heads.</summary>
    public static bool Coin(Order order, int salt) => Number($"coin/{salt}/{order.Invoice}") % 2 == 0;

    private static uint Number(string text) => BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
