using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Rollout.Judge;

/// <summary>Constants that begin at a multiple of 64 bytes: a vector that lies across two cache lines costs twice.</summary>
internal readonly struct AlignedTable
{
    private const int Bytes = 64;

    private readonly double[] numbers;
    private readonly int start;

    public AlignedTable(int length)
    {
        numbers = GC.AllocateArray<double>(length + (Bytes / sizeof(double)), pinned: true);
        var address = (long)Marshal.UnsafeAddrOfPinnedArrayElement(numbers, 0);
        start = (int)((Bytes - (address % Bytes)) % Bytes / sizeof(double));
    }

    public double this[int at]
    {
        set => numbers[start + at] = value;
    }

    /// <summary>Eight of them, without a check of bounds: whoever asks made the table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Load(int at) =>
        Vector512.LoadUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(numbers), start), (nuint)at);
}
