using System.Net;
using System.Net.Sockets;
using Liwan.Access.V1;
using Liwan.ServiceDefaults.Access;

namespace Liwan.ServiceDefaults.Limits;

/// <summary>Whose share a call is taken from.</summary>
/// <param name="Name">The caller's subject; of somebody without a token the address.</param>
/// <param name="IsService">A service of the suite in its own name, with a larger share.</param>
internal readonly record struct CallerKey(string Name, bool IsService)
{
    private const int NetworkBytes = 8;

    public static CallerKey Of(Caller? caller, IPAddress? address) => caller is { Subject.Length: > 0 }
        ? new CallerKey(caller.Subject, caller.Roles.Contains(Role.Service))
        : new CallerKey(Address(address), IsService: false);

    /// <summary>One address of IPv4, one network (/64) of IPv6: whoever has one address of that has them all.</summary>
    public static string Address(IPAddress? address)
    {
        if (address is null)
        {
            return string.Empty;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address.ToString();
    }
}
