using AgentFunctions.Tasks;
using AgentFunctions.Webhooks.Delivery;

namespace AgentFunctions.Http.OpenApi.Attributes;

/// <summary>A text is one of those that the code makes.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class OneOfAttribute(IEnumerable<string> values) : Attribute
{
    public IReadOnlyList<string> Values { get; } = [.. values];
}

/// <summary>The type of a problem.</summary>
internal sealed class ProblemTypesAttribute() : OneOfAttribute(ProblemKind.All.Select(kind => kind.Type));

/// <summary>The type of a callback.</summary>
internal sealed class CallbackTypesAttribute() : OneOfAttribute(Enum.GetValues<AgentTaskStatus>().Where(TaskLifecycle.IsFinal).Select(CallbackMessages.TypeOf));
