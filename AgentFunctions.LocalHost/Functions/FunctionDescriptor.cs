using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace AgentFunctions.LocalHost.Functions;

/// <summary>A method marked with [Function], and the trigger that calls it.</summary>
internal sealed record FunctionDescriptor(string Name, MethodInfo Method, ParameterInfo TriggerParameter, TriggerBindingAttribute Trigger)
{
    /// <summary>Finds the functions of an assembly.</summary>
    /// <exception cref="HostStartException">Two functions share a name, or one does not have exactly one trigger.</exception>
    public static IReadOnlyList<FunctionDescriptor> Discover(Assembly assembly) => Of(assembly.GetTypes());

    /// <summary>Finds the functions of some classes.</summary>
    /// <exception cref="HostStartException">Two functions share a name, or one does not have exactly one trigger.</exception>
    public static IReadOnlyList<FunctionDescriptor> Of(IEnumerable<Type> classes)
    {
        FunctionDescriptor[] functions = [.. classes
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => m.IsDefined(typeof(FunctionAttribute)))
            .Select(Describe)];
        string? twice = functions.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1)?.Key;
        return twice is null ? functions : throw new HostStartException($"Two functions are named '{twice}'.");
    }

    /// <summary>True for the parameter that takes what triggered the function.</summary>
    /// <remarks>By position: hosts that start at once in one process can be given different objects for the same parameter.</remarks>
    public bool IsTrigger(ParameterInfo parameter) => parameter.Position == TriggerParameter.Position;

    private static FunctionDescriptor Describe(MethodInfo method)
    {
        string name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        var triggers = method.GetParameters()
            .Select(p => (Parameter: p, Trigger: p.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(p => p.Trigger is not null)
            .ToArray();
        return triggers is [var (parameter, trigger)]
            ? new FunctionDescriptor(name, method, parameter, trigger!)
            : throw new HostStartException($"Function '{name}' must have exactly one trigger; it has {triggers.Length}.");
    }
}
