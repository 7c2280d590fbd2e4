using Rollout.Metrics.Recorded;

namespace Rollout.Metrics.Tests.Recorded;

public class ColumnTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Column<int>.ChunkSize)]
    [InlineData((2 * Column<int>.ChunkSize) + 17)]
    public void Keeps_every_value_in_its_place(int many)
    {
        var column = new Column<int>();
        for (var i = 0; i < many; i++)
        {
            column.Add(i * 3);
        }

        var expected = Enumerable.Range(0, many).Select(i => i * 3).ToArray();
        Assert.Equal(many, column.Count);
        Assert.Equal(expected, Enumerable.Range(0, many).Select(i => column[i]));
        Assert.Equal(expected, Enumerable.Range(0, column.Chunks).SelectMany(c => column.Chunk(c).ToArray()));
    }
}
