using System.Reflection;
using AgentFunctions.LocalHost.Sdk;

namespace AgentFunctions.Tests.LocalHost.Sdk;

public sealed class StandInTests
{
    private static readonly string[] Namespaces = ["Microsoft.Azure.Functions.Worker", "Azure.Messaging.ServiceBus"];

    public static TheoryData<Type> PublicTypes => new(
        typeof(StandInAttribute).Assembly.GetExportedTypes().Where(static type => Namespaces.Any(
            prefix => type.Namespace == prefix || type.Namespace?.StartsWith(prefix + ".", StringComparison.Ordinal) == true)));

    [Theory]
    [MemberData(nameof(PublicTypes))]
    public void Public_type_lists_exactly_the_public_members_it_declares(Type type)
    {
        var standIn = type.GetCustomAttribute<StandInAttribute>();

        Assert.NotNull(standIn);
        Assert.Matches(@"^[\w.]+ \d+\.\d+\.\d+$", standIn.Package);
        Assert.Equal(Declared(type).Order(StringComparer.Ordinal), standIn.Members.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Declared(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(static member => member is not MethodInfo { IsSpecialName: true })
        .Where(member => !(type.IsEnum && member.Name == "value__"))
        .Select(static member => member.Name)
        .Distinct();
}
