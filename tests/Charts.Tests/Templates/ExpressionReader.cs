using System.Globalization;

namespace Rollout.Charts.Tests.Templates;

/// <summary>Reads a pipeline: commands, each of which gets the value of the one before as its last argument.</summary>
internal sealed class ExpressionReader(IReadOnlyList<Word> words, int at, string place)
{
    private int next = at;

    public Expression ReadAll()
    {
        var read = Pipeline();
        return next == words.Count ? read : throw new TemplateFault($"{place}: '{words[next].Text}' is not expected here");
    }

    private Expression Pipeline()
    {
        var value = Command(null);
        while (next < words.Count && words[next] is { Kind: WordKind.Sign, Text: "|" })
        {
            next++;
            value = Command(value);
        }

        return value;
    }

    private Expression Command(Expression? piped)
    {
        if (next >= words.Count)
        {
            throw new TemplateFault($"{place}: a value is missing");
        }

        var function = words[next] is { Kind: WordKind.Name, Text: not ("true" or "false" or "nil") } name ? name.Text : null;
        next += function is null ? 0 : 1;
        var target = function is null ? Operand() : null;
        if (target is Expression.Literal { Value: null })
        {
            throw new TemplateFault($"{place}: nil is not a command");
        }

        var arguments = new List<Expression>();
        while (next < words.Count && !(words[next] is { Kind: WordKind.Sign, Text: "|" or ")" }))
        {
            arguments.Add(Operand());
        }

        if (piped is not null)
        {
            arguments.Add(piped);
        }

        return function is not null ? new Expression.Call(function, null, arguments)
            : arguments.Count == 0 ? target!
            : Method(target!, arguments);
    }

    /// <summary>A field with arguments is a method of what the fields before it say.</summary>
    private Expression.Call Method(Expression target, List<Expression> arguments) => target switch
    {
        Expression.Dot { Fields: [.. var before, var method] } => new Expression.Call(method, new Expression.Dot(before), arguments),
        Expression.Variable { Name: var name, Fields: [.. var before, var method] } => new Expression.Call(method, new Expression.Variable(name, before), arguments),
        _ => throw new TemplateFault($"{place}: what stands there takes no arguments"),
    };

    private Expression Operand()
    {
        var word = words[next++];
        return word.Kind switch
        {
            WordKind.Text => new Expression.Literal(word.Text),
            WordKind.Number => new Expression.Literal(long.Parse(word.Text, CultureInfo.InvariantCulture)),
            WordKind.Name when word.Text is "true" or "false" => new Expression.Literal(word.Text == "true"),
            WordKind.Name when word.Text == "nil" => new Expression.Literal(null),
            WordKind.Name => new Expression.Call(word.Text, null, []),
            WordKind.Field => new Expression.Dot(Names(word.Text)),
            WordKind.Variable => new Expression.Variable(word.Text[1..], FieldsBehind()),
            WordKind.Sign when word.Text == "(" => Parenthesis(),
            _ => throw new TemplateFault($"{place}: '{word.Text}' is not expected here"),
        };
    }

    private Expression Parenthesis()
    {
        var inside = Pipeline();
        if (next >= words.Count || words[next].Text != ")")
        {
            throw new TemplateFault($"{place}: a parenthesis is not closed");
        }

        next++;
        return FieldsBehind() is { Length: > 0 } fields ? new Expression.FieldsOf(inside, fields) : inside;
    }

    private string[] FieldsBehind() => next < words.Count && words[next] is { Kind: WordKind.Field, Glued: true } ? Names(words[next++].Text) : [];

    private static string[] Names(string dotted) => dotted.Split('.', StringSplitOptions.RemoveEmptyEntries);
}
