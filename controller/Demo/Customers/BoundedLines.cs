using System.Text;

namespace Rollout.Demo.Customers;

/// <summary>Lines of a text, none longer than so many characters: a file without line ends cannot fill the memory.</summary>
internal sealed class BoundedLines(TextReader reader, int longest)
{
    private readonly char[] buffer = new char[8192];
    private readonly StringBuilder line = new();
    private int at;
    private int filled;

    /// <summary>The next line without its end (<c>\n</c> or <c>\r\n</c>); null after the last.</summary>
    /// <exception cref="InvalidDataException">A line is too long.</exception>
    public async ValueTask<string?> NextAsync(CancellationToken cancellation)
    {
        line.Clear();
        while (true)
        {
            if (at == filled)
            {
                (at, filled) = (0, await reader.ReadAsync(buffer, cancellation));
                if (filled == 0)
                {
                    return line.Length == 0 ? null : Finish();
                }
            }

            var end = Array.IndexOf(buffer, '\n', at, filled - at);
            var until = end < 0 ? filled : end;
            line.Append(buffer, at, until - at);
            at = end < 0 ? filled : end + 1;
            if (line.Length > longest)
            {
                throw new InvalidDataException($"a line is longer than {longest} characters");
            }

            if (end >= 0)
            {
                return Finish();
            }
        }
    }

    private string Finish() => line.ToString().TrimEnd('\r');
}
