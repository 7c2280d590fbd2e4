using System.Reflection;
using System.Reflection.Emit;
using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Tests.Rest;

/// <summary>Reads the code of an assembly for calls whose <see cref="ApiResult{T}"/>, or the task of one, is thrown away at once.</summary>
internal static class DroppedResults
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static IReadOnlyList<string> In(Assembly assembly)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return
        [
            .. assembly.GetTypes()
                .SelectMany(type => type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)))
                .Where(Drops)
                .Select(method => $"{method.DeclaringType?.FullName}.{method.Name}"),
        ];
    }

    private static bool Drops(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
        {
            return false;
        }

        var last = default(MethodBase);
        for (var at = 0; at < code.Length;)
        {
            var opcode = code[at] == 0xFE ? Codes[unchecked((short)(0xFE00 | code[at + 1]))] : Codes[code[at]];
            at += opcode.Size;
            if (opcode == OpCodes.Pop && last is MethodInfo called && IsResult(called.ReturnType))
            {
                return true;
            }

            last = opcode == OpCodes.Call || opcode == OpCodes.Callvirt ? Resolve(method, BitConverter.ToInt32(code, at)) : opcode == OpCodes.Nop ? last : null;
            at += OperandSize(opcode, code, at);
        }

        return false;
    }

    private static MethodBase? Resolve(MethodBase within, int token) => within.Module.ResolveMethod(
        token, within.DeclaringType?.GetGenericArguments(), within is MethodInfo { IsGenericMethod: true } ? within.GetGenericArguments() : null);

    private static bool IsResult(Type type)
    {
        if (!type.IsGenericType)
        {
            return false;
        }

        var definition = type.GetGenericTypeDefinition();
        return definition == typeof(ApiResult<>)
            || ((definition == typeof(Task<>) || definition == typeof(ValueTask<>)) && IsResult(type.GetGenericArguments()[0]));
    }

    private static int OperandSize(OpCode opcode, byte[] code, int at) => opcode.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
