/** For `--help`. */
export const ENVIRONMENT_HELP = `
Environment:
  BOOKSTORE_PROFILE     the profile to use, as by --profile; see: bookstore profile --help
  BOOKSTORE_ADDRESS     one address for the whole shop, such as https://localhost:8443
  USERS_ADDRESS         users service; BOOKSTORE_ADDRESS or 127.0.0.1:50051 by default
  INVENTORY_ADDRESS     inventory service; BOOKSTORE_ADDRESS or 127.0.0.1:50052 by default
  ORDERS_ADDRESS        orders service; BOOKSTORE_ADDRESS or 127.0.0.1:50053 by default
  BOOKSTORE_CA_FILE     certificates (PEM) of the authorities that the shop's may come from, where
                        every address begins with https://; those that Node knows by default
  BOOKSTORE_CONFIG_DIR  where profiles and sign-ins are kept, in files of mode 0600;
                        $XDG_CONFIG_HOME/bookstore or ~/.config/bookstore by default
  NO_COLOR              no colours
Addresses and BOOKSTORE_CA_FILE win over what a profile says.`;
