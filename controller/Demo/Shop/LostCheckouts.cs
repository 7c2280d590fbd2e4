namespace Rollout.Demo.Shop;

/// <summary>v3's defect: which checkouts are lost. Decided by the basket alone, so that no pattern in time gives it away.</summary>
internal static class LostCheckouts
{
    /// <summary>True for a quarter of all basket ids: FNV-1a over the id, then the finaliser of MurmurHash3 so that the low bits are mixed too.</summary>
    public static bool Loses(string basketId)
    {
        var hash = 2166136261u;
        foreach (var letter in basketId)
        {
            hash = (hash ^ letter) * 16777619u;
        }

        hash = (hash ^ (hash >> 16)) * 0x85ebca6bu;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35u;
        return ((hash ^ (hash >> 16)) & 3) == 0;
    }
}
