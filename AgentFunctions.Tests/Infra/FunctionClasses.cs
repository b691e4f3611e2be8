using System.Reflection;
using AgentFunctions.Functions;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Tests.Infra;

/// <summary>What the attributes of the function classes say.</summary>
internal static class FunctionClasses
{
    public static IReadOnlyList<(string Function, ServiceBusTriggerAttribute Trigger)> Queues { get; } =
    [
        .. from method in Methods()
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()
           where trigger is not null
           select (NameOf(method), trigger),
    ];

    public static IReadOnlySet<string> Names { get; } = Methods().Select(NameOf).ToHashSet();

    private static IEnumerable<MethodInfo> Methods() => typeof(HealthFunction).Assembly.GetTypes().SelectMany(t => t.GetMethods()).Where(m => m.GetCustomAttribute<FunctionAttribute>() is not null);

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;
}
