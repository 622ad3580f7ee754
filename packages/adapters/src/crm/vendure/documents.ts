/** What is asked of Vendure's admin API. The real server checks these documents in `packages/testing`. */

const CUSTOMER = `
  fragment C on Customer {
    id createdAt updatedAt firstName lastName emailAddress phoneNumber
    addresses { fullName phoneNumber streetLine1 city postalCode defaultShippingAddress }
  }`;

const LINES = `
  fragment L on Order {
    id code state active createdAt updatedAt orderPlacedAt currencyCode totalWithTax
    customer { id }
    shippingAddress { fullName streetLine1 city postalCode phoneNumber }
    billingAddress { phoneNumber }
    payments { state amount }
    lines {
      quantity unitPriceWithTax
      productVariant { sku name productId featuredAsset { preview } stockLevels { stockOnHand stockAllocated } }
    }
  }`;

export const LOGIN = `
  mutation Login($username: String!, $password: String!) {
    login(username: $username, password: $password) {
      ...on CurrentUser { id }
      ...on ErrorResult { errorCode message }
    }
  }`;

export const ME = `query Me { me { identifier channels { token code permissions } } activeChannel { token code } }`;

export const FIND_BY_PHONE = `
  query FindByPhone($filter: CustomerFilterParameter!, $orders: [String!]!, $take: Int!) {
    customers(options: { filter: $filter, take: $take }) { items { ...C } }
    orders(options: { filter: { id: { in: $orders } }, take: $take }) { items { ...L customer { ...C } } }
  }
  ${CUSTOMER} ${LINES}`;

export const FIND_CUSTOMERS = `
  query FindCustomers($filter: CustomerFilterParameter!, $skip: Int!, $take: Int!) {
    customers(options: { filter: $filter, skip: $skip, take: $take, sort: { id: ASC } }) { items { ...C } totalItems }
  }
  ${CUSTOMER}`;

export const CUSTOMER_BY_ID = `query CustomerById($id: ID!) { customer(id: $id) { ...C } } ${CUSTOMER}`;

export const CREATE_CUSTOMER = `
  mutation CreateCustomer($input: CreateCustomerInput!) {
    customer: createCustomer(input: $input) { ...C ...on ErrorResult { errorCode message } }
  }
  ${CUSTOMER}`;

export const UPDATE_CUSTOMER = `
  mutation UpdateCustomer($input: UpdateCustomerInput!) {
    customer: updateCustomer(input: $input) { ...C ...on ErrorResult { errorCode message } }
  }
  ${CUSTOMER}`;

export const CUSTOMER_ORDERS = `
  query CustomerOrders($id: ID!, $options: OrderListOptions!) {
    customer(id: $id) { orders(options: $options) { items { ...L } totalItems } }
  }
  ${LINES}`;

export const ORDER_BY_ID = `query OrderById($id: ID!) { order(id: $id) { ...L } } ${LINES}`;

export const NOTES = `
  query Notes($id: ID!, $skip: Int!, $take: Int!) {
    customer(id: $id) {
      history(options: { filter: { type: { eq: "CUSTOMER_NOTE" } }, sort: { createdAt: DESC }, skip: $skip, take: $take }) {
        items { id createdAt data administrator { firstName lastName } }
        totalItems
      }
    }
  }`;

export const ADD_NOTE = `
  mutation AddNote($input: AddNoteToCustomerInput!) { addNoteToCustomer(input: $input) { id } }`;

export const ADD_ORDER_NOTE = `
  mutation AddOrderNote($input: AddNoteToOrderInput!) { addNoteToOrder(input: $input) { id } }`;

export const UPDATE_NOTE = `
  mutation UpdateNote($input: UpdateCustomerNoteInput!) { updateCustomerNote(input: $input) { id } }`;

export const CHANGED = `
  query Changed($customers: CustomerListOptions!, $orders: OrderListOptions!) {
    customers(options: $customers) { items { ...C } }
    orders(options: $orders) { items { ...L } }
  }
  ${CUSTOMER} ${LINES}`;
