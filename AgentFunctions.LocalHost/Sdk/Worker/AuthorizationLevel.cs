using AgentFunctions.LocalHost.Sdk;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key a caller of an HTTP function has to show.</summary>
[StandIn(GenuinePackages.Http, Members = [nameof(Anonymous), nameof(User), nameof(Function), nameof(System), nameof(Admin)])]
public enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    System = 3,
    Admin = 4,
}
